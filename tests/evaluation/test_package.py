"""The archive package: complete, checkable without the server, and no byte of it can change unnoticed (§3.3)."""

import json
from dataclasses import replace
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from evaluation.errors import EvaluationError
from evaluation.exchange import canonical_json, sha256
from evaluation.models import Printed, Sample
from evaluation.package import verify_package, write_package, writing
from evaluation.package.checking import NOT_SIGNED
from evaluation.package.data import ALWAYS
from evaluation.package.writing import RESULT, sealed
from evaluation.reports import report
from evaluation.services.evidence import add_file
from evaluation.services.locking import reopen_evaluation
from evaluation.visits.sampling import draw
from gridgov.printing import rendering
from gridgov.records.models import Event
from tests import factories
from tests.evaluation.finishing import bring_to_the_lock, fresh, lock_panel, make_lockable
from tests.evaluation.making import make_panel, members
from tests.evaluation.seeing import address
from tests.evaluation.test_notice import tell
from tests.evaluation.test_signatures import sign_all

pytestmark = pytest.mark.django_db
FAULT = {"faults": 1, "finding": "没有在线服务规程"}


@pytest.fixture(scope="session")
def package(django_db_setup, django_db_blocker, fonts):
    """(bytes of a package with one of everything, the result it holds); its rows are rolled back again."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        call_command("load_scorecard", verbosity=0)
        patch.setattr(writing, "report_pdf", lambda result: printed(result, fonts))
        result = make_archived()
        made = write_package(actor=result.locked_by, result=result, made_at=timezone.now())
        content = made.file.read()
        made.file.close()
        transaction.set_rollback(True)
    return content, result


def printed(result, fonts) -> bytes:
    """The report, printed in this process."""
    return rendering.print_job(replace(report.print_job(result), fonts=fonts))


def make_archived():
    """Locked, reopened, locked again, signed and told; with a photo, a sample and a complaint."""
    city = factories.make_organization(region_code="990100")
    county = factories.make_organization("临江区网格化治理中心", parent=city, level="county", initials="LJ")
    panel = make_panel(city, county)
    second = members(panel)[1]
    second.sheet.evaluation = panel
    photo = ContentFile(factories.PDF, name="现场.pdf")
    add_file(actor=second.user, sheet=second.sheet, target="A3-4-1", file=photo)
    population = [f"第 {place} 网格" for place in range(20)]
    Sample.objects.create(
        evaluation=panel, subject="网格", population=population, seed="0123456789abcdef",
        drawn=list(draw(population, 3, "0123456789abcdef")), drawn_by=panel.opened_by,
    )  # fmt: skip
    panel = bring_to_the_lock(panel, A3_4_1=FAULT)
    sign_all(lock_panel(panel))
    reopen_evaluation(actor=panel.opened_by, evaluation=fresh(panel), reason="补充核查")
    result = lock_panel(panel)
    sign_all(result)
    tell(result)
    result.evaluation = fresh(panel)
    return result


@pytest.fixture
def check(tmp_path):
    def verify(content: bytes):
        file = tmp_path / "p.zip"
        file.write_bytes(content)
        return verify_package(file)

    return verify


def members_of(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def resealed(parts: dict[str, bytes]) -> bytes:
    """As somebody would who changes the manifest along."""
    manifest = json.loads(parts["manifest.json"])
    for member in manifest["members"]:
        content = parts[member["path"]]
        member |= {"size": len(content), "sha256": sha256(content)}
    manifest["sha256"] = sha256(parts[RESULT])
    del manifest["seal"]
    return zipped(parts | {"manifest.json": canonical_json(sealed(manifest))})


def test_package_holds_in_every_respect(package, check):
    found = check(package[0])
    assert (found.failed, len(found.proven)) == ([], 8)
    assert found.unknown == ["本系统的数据库里没有这份报告，只能证明它与自身一致。", NOT_SIGNED]


def test_package_is_complete(package):
    names = sorted(members_of(package[0]))
    number = package[1].number
    assert names == sorted(
        [
            "manifest.json", RESULT, f"报告/{number}.pdf", "附件/A3-4-1/现场.pdf", "数据/operations.json",
            *[f"数据/底稿/0{place} panel{place}.json" for place in range(1, 6)],
            *[f"数据/{name}.json" for name in ("rulings", "samples", "signatures", "notices", "problems")],
            "数据/complaints.json", "数据/events.json", f"数据/旧版/{number[:-2]}01.json",
        ]
    )  # fmt: skip


def test_single_byte_of_any_member_is_found(package, check):
    parts, unnoticed = members_of(package[0]), []
    for name, content in parts.items():
        for place in {0, len(content) // 2, len(content) - 1}:
            changed = bytearray(content)
            changed[place] ^= 1
            if is_fine(check, zipped(parts | {name: bytes(changed)})):
                unnoticed.append((name, place))
    assert unnoticed == []


def is_fine(check, content: bytes) -> bool:
    try:
        return check(content).holds
    except EvaluationError:
        return False


def test_every_byte_of_the_manifest_counts(package, check):
    parts = members_of(package[0])
    manifest = json.loads(parts["manifest.json"])
    for changed in ({"made_by": "别人"}, {"made_at": "2020-01-01T00:00:00+08:00"}, {"number": "SJ-1"}):
        content = zipped(parts | {"manifest.json": canonical_json(manifest | changed)})
        assert "目录 manifest.json 被改动过。" in check(content).failed
    spaced = zipped(parts | {"manifest.json": parts["manifest.json"] + b" "})
    assert not is_fine(check, spaced)


def test_missing_and_additional_files_are_found(package, check):
    parts = members_of(package[0])
    assert any("另加.txt" in words for words in check(zipped(parts | {"另加.txt": b"x"})).failed)
    del parts["附件/A3-4-1/现场.pdf"]
    assert any("现场.pdf" in words for words in check(zipped(parts)).failed)


@pytest.mark.parametrize("name", ALWAYS)
def test_package_without_a_part_that_every_package_has_is_incomplete(package, check, name):
    parts = members_of(package[0])
    del parts[name]
    assert f"归档包不完整，少了 {name}。" in check(listed_anew(parts)).failed


@pytest.mark.parametrize(
    "name", ["../../逃.txt", "/逃.txt", "附件/../../逃.txt", "C:逃.txt", "附件\\..\\逃.txt"]
)
def test_file_that_would_be_unpacked_elsewhere_is_told(package, check, name):
    found = check(listed_anew(members_of(package[0]) | {name: b"x"}))
    assert f"归档包里有解压到别处的文件，不要解压：{name}。" in found.failed


def listed_anew(parts: dict[str, bytes]) -> bytes:
    """With a manifest that lists exactly these files."""
    manifest = json.loads(parts["manifest.json"])
    known = {member["path"]: member for member in manifest["members"]}
    other = {"what": "附件", "size": 0, "sha256": ""}
    manifest["members"] = [
        known.get(path, other | {"path": path}) for path in parts if path != "manifest.json"
    ]
    return resealed(parts | {"manifest.json": canonical_json(manifest)})


def changed_json(parts: dict, name: str, change) -> bytes:
    content = json.loads(parts[name])
    change(content)
    return resealed(parts | {name: canonical_json(content)})


def raise_total(document):
    document["result"]["total"] = 499


def mend_fault(rows):
    for row in rows:
        if row["target"] == "A3-4-1":
            row["value"] = {"met": True}


FORGED = {
    "total": (RESULT, raise_total, "重新计算"),
    "operations": ("数据/operations.json", mend_fault, "重放后"),
    "private sheet": ("数据/底稿/02 panel2.json", mend_fault, "panel2的底稿与锁定时的 SHA-256 不符"),
    "ruling": ("数据/rulings.json", lambda rows: rows[0].update(minority="有"), "合议裁定"),
    "sample": ("数据/samples.json", lambda rows: rows[0].update(positions=[1, 2, 3]), "按种子重抽"),
    "signature": ("数据/signatures.json", lambda rows: rows[-1].update(sha256="0" * 64), "panel5所签的"),
}


@pytest.mark.parametrize("name", FORGED)
def test_forgery_with_a_manifest_made_to_fit_is_found_all_the_same(package, check, name):
    path, change, words = FORGED[name]
    found = check(changed_json(members_of(package[0]), path, change))
    assert any(words in sentence for sentence in found.failed)


def test_evidence_swapped_with_its_hash_is_found(package, check):
    parts = members_of(package[0]) | {"附件/A3-4-1/现场.pdf": b"other"}
    assert "归档包里没有评价结果所列的文件：现场.pdf。" in check(resealed(parts)).failed


def test_older_version_that_was_changed_is_found(package, check):
    name = next(name for name in members_of(package[0]) if name.startswith("数据/旧版/"))
    found = check(changed_json(members_of(package[0]), name, lambda row: row.update(document="{}")))
    assert any("旧版" in sentence for sentence in found.failed)


def test_package_is_checked_where_there_is_no_database(package, check, monkeypatch):
    def no_table(queryset):
        raise OperationalError("no such table: evaluation_result")

    monkeypatch.setattr(QuerySet, "first", no_table)
    assert check(package[0]).holds


@pytest.mark.parametrize("content", [{}, {"manifest.json": b"{}"}, {"manifest.json": b"[]", "x": b""}])
def test_zip_that_is_no_package_is_refused_in_words(check, content):
    with pytest.raises(EvaluationError, match=r"归档包。$"):
        check(zipped(content))


def run(name) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("verify", str(name), stdout=out, stderr=out)
    except SystemExit as stop:
        return stop.code, out.getvalue()
    return 0, out.getvalue()


def test_command_takes_a_package(package, tmp_path):
    (tmp_path / "p.zip").write_bytes(package[0])
    code, out = run(tmp_path / "p.zip")
    assert (code, out.splitlines()[-1].split("；")[0]) == (0, "结论：所附数据相符")


def test_report_in_a_package_is_vouched_for_by_the_system_that_packed_it(
    client, city, county, edition, monkeypatch
):
    monkeypatch.setattr(writing, "report_pdf", lambda result: b"%PDF-1.7")
    result = lock_panel(make_lockable(city, county))
    user = result.evaluation.opened_by
    for _ in range(2):
        write_package(actor=user, result=result, made_at=timezone.now()).file.close()
    kept = list(Printed.objects.values_list("result", "sha256", "by"))
    assert kept == [(result.pk, sha256(b"%PDF-1.7"), user.pk)]


def test_command_tells_a_forged_package(package, tmp_path):
    forged = changed_json(members_of(package[0]), RESULT, raise_total)
    (tmp_path / "p.zip").write_bytes(forged)
    assert run(tmp_path / "p.zip")[0] == 1


@pytest.mark.parametrize("cut", [100, 5000])
def test_command_refuses_half_a_package(package, tmp_path, cut):
    (tmp_path / "p.zip").write_bytes(package[0][:-cut])
    assert run(tmp_path / "p.zip")[0] == 2


# Handing it out


def test_organiser_takes_the_package_and_it_is_told(client, city, county, edition, monkeypatch, fonts):
    monkeypatch.setattr(writing, "report_pdf", lambda result: b"%PDF-1.7")
    panel = make_lockable(city, county)
    result = lock_panel(panel)
    client.force_login(panel.opened_by)
    response = client.get(address("archive", panel.pk))
    names = set(members_of(b"".join(response)))
    assert (RESULT in names, Event.objects.filter(verb="export", organization=city).count()) == (True, 1)
    assert result.number in response.headers["Content-Disposition"]


def test_members_do_not_take_the_package(client, city, county, edition):
    panel = make_lockable(city, county)
    lock_panel(panel)
    client.force_login(members(panel)[0].user)
    assert client.get(address("archive", panel.pk)).status_code == 403
