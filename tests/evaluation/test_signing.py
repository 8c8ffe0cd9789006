"""Reports signed with the site's certificate: offered only where there is one, and the report stays what it was."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from evaluation.reports import signing
from evaluation.reports.report import ATTACHMENT
from evaluation.reports.verification import verify_pdf
from evaluation.services.locking import lock_evaluation
from gridgov.records.models import Event
from tests.evaluation.making import complete

pytest.importorskip("pyhanko", reason="the extra `sign` is not installed")
PASSWORD = "Zhengshu-2026"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A self-made certificate of an organisation as a PKCS#12 file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
    from cryptography.x509.oid import NameOID

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "安澜市网格化治理中心")])
    now = datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificate") / "site.p12"
    sealed = BestAvailableEncryption(PASSWORD.encode())
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"site", key, made, None, sealed))
    return path


@pytest.fixture
def configured(settings, certificate):
    settings.SIGNING_CERTIFICATE, settings.SIGNING_PASSWORD = str(certificate), PASSWORD


def test_signature_is_valid_and_covers_the_whole_report(configured, paper, locked):
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    signed = signing.signed_pdf(paper, number=locked.number)
    found = PdfFileReader(BytesIO(signed)).embedded_signatures[0]
    context = ValidationContext(trust_roots=[found.signer_cert], allow_fetching=False)
    status = validate_pdf_signature(found, signer_validation_context=context)
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert status.coverage.name == "ENTIRE_FILE"


@pytest.mark.django_db
def test_signed_report_is_still_verified_with_its_document(configured, paper, locked, edition):
    signed = signing.signed_pdf(paper, number=locked.number)
    assert signed.startswith(paper)
    assert PdfReader(BytesIO(signed)).attachments[ATTACHMENT] == [locked.document.encode()]
    assert verify_pdf(signed).holds


@pytest.mark.parametrize("spoilt", [{"SIGNING_PASSWORD": "falsch"}, {"SIGNING_CERTIFICATE": "/nowhere.p12"}])
def test_certificate_that_cannot_be_read_is_told_in_words(configured, settings, spoilt):
    for name, value in spoilt.items():
        setattr(settings, name, value)
    with pytest.raises(signing.SigningError, match="签名证书读不出来"):
        signing.load_signer()


@pytest.mark.django_db
def test_signed_report_is_offered_where_a_certificate_is_configured(
    client, office, evaluation, certificate, paper, settings, monkeypatch
):
    result = lock_evaluation(actor=office, evaluation=complete(office, evaluation))
    monkeypatch.setattr("gridgov.printing.pdf.printer.print", lambda job: paper)
    client.force_login(office)
    url = reverse("evaluation:signed-report", args=[result.pk])
    page = reverse("evaluation:result", args=[result.pk])
    assert (client.get(url).status_code, url in client.get(page).content.decode()) == (404, False)
    settings.SIGNING_CERTIFICATE, settings.SIGNING_PASSWORD = str(certificate), PASSWORD
    assert (client.get(url).status_code, url in client.get(page).content.decode()) == (200, True)
    assert Event.objects.about(result).filter(verb="render").count() == 1
