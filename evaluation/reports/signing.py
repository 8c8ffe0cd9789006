"""Signing a report with the certificate of whoever runs the site (extra `sign`): says where the PDF comes from.

The signature is an increment of the file (PAdES): the report with its attached document stays as it was printed.
"""

from importlib.util import find_spec
from io import BytesIO

from django.conf import settings

from ..errors import EvaluationError

FIELD = "OrganizationSignature"


class SigningError(EvaluationError):
    """The certificate of the site cannot be used."""


def is_available() -> bool:
    """Whether a certificate is configured and the library is installed."""
    return bool(settings.SIGNING_CERTIFICATE) and find_spec("pyhanko") is not None


def signed_pdf(pdf: bytes, *, number: str) -> bytes:
    """The report with the site's signature. Raises SigningError when the certificate cannot be read."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata, fields, signers

    meta = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=f"评价报告 {number}",
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    writer, out = IncrementalPdfFileWriter(BytesIO(pdf)), BytesIO()
    signers.sign_pdf(writer, meta, signer=load_signer(), output=out)
    return out.getvalue()


def load_signer():
    from pyhanko.sign import signers

    try:
        signer = signers.SimpleSigner.load_pkcs12(
            settings.SIGNING_CERTIFICATE, passphrase=settings.SIGNING_PASSWORD.encode()
        )
    except (OSError, ValueError) as error:
        raise SigningError("签名证书读不出来，请系统管理员核对证书文件和密码的设置。") from error
    if signer is None:
        raise SigningError("签名证书读不出来，请系统管理员核对证书文件和密码的设置。")
    return signer
