"""`manage.py score`: one line of JSON per valid file, a sentence per refused one."""

import io
import json

import pytest
from django.core.management import call_command

from tests.evaluation.sheets import CARD, CODE, worst_answers


@pytest.fixture
def write(tmp_path):
    def _write(name: str, judgements: dict, **more) -> str:
        path = tmp_path / name
        data = {"format": "gridgov-sheet/1", "scorecard": CODE, "judgements": judgements} | more
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        return str(path)

    return _write


def run(*files: str) -> tuple[int, list[dict], list[str]]:
    """Exit code, lines of standard output as JSON, lines of standard error."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command("score", *files, stdout=out, stderr=err, no_color=True)
    except SystemExit as stop:
        code = stop.code
    return code, [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue().splitlines()


def test_an_empty_sheet_prints_the_documented_line(write):
    code, lines, errors = run(write("empty.json", {}))
    awards = dict.fromkeys(("A7-1", "A7-2", "A7-3", "A7-4"), 0)
    assert (code, errors, lines) == (
        0,
        [],
        [
            {
                "total": 440,
                "total_uncapped": 445,
                "verdict": "合格",
                "sections": {
                    "A.1": {"items": 45, "score": 45},
                    "A.2": {"items": 25, "score": 25},
                    "A.3": {"items": 120, "score": 120},
                    "A.4": {"items": 120, "score": 120},
                    "A.5": {"items": 75, "score": 70},
                    "A.6": {"items": 60, "score": 60},
                    "A.7": {"items": 0, "score": 0},
                },
                "items": {item.code: item.points for item in CARD.items} | awards,
                "proposed_zero": [],
            }
        ],
    )


def test_keys_items_and_sections_come_in_printed_order(write):
    line = run(write("worst.json", worst_answers()))[1][0]
    assert list(line) == ["total", "total_uncapped", "verdict", "sections", "items", "proposed_zero"]
    assert list(line["items"]) == line["proposed_zero"] == [item.code for item in CARD.items]


def test_chinese_is_printed_unescaped(write):
    out = io.StringIO()
    call_command("score", write("empty.json", {}), stdout=out)
    assert '"verdict": "合格"' in out.getvalue()


def test_several_files_print_in_order(write):
    files = [write("worst.json", worst_answers()), write("empty.json", {})]
    assert [line["total"] for line in run(*files)[1]] == [70, 440]


def test_a_refused_file_is_named_and_the_others_are_scored(write):
    bad = write("bad.json", {"A1-2-1": {"faults": 4}})
    code, lines, errors = run(write("one.json", {}), bad, write("two.json", worst_answers()))
    assert (code, [line["total"] for line in lines], errors) == (
        2,
        [440, 70],
        [f"{bad}：A1-2-1 的 faults 是 4，应为 0 到 3 的整数。"],
    )


def test_each_refused_file_has_its_own_sentence(write):
    files = [write("id.json", {"A9-1-1": {"faults": 1}}), write("all.json", {}, requires_all="yes")]
    code, lines, errors = run(*files)
    assert (code, lines, len(errors)) == (2, [], 2)


@pytest.mark.parametrize(
    ("name", "words"),
    [("none.json", "找不到这个文件，请核对路径。"), ("", "读不出这个文件：它是文件夹，请写里面的文件。")],
)
def test_an_unreadable_path_is_refused_in_words(tmp_path, name, words):
    code, lines, errors = run(str(tmp_path / name))
    assert (code, lines, errors) == (2, [], [f"{tmp_path / name}：{words}"])


def test_a_dash_reads_standard_input(monkeypatch):
    text = json.dumps(
        {"format": "gridgov-sheet/1", "scorecard": CODE, "judgements": {"A1-1-1": {"faults": 1}}}
    )
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    code, lines, _ = run("-")
    assert (code, lines[0]["total"]) == (0, 438)


def test_refused_standard_input_is_named(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"{}")))
    assert run("-")[2] == ["标准输入：format 没有写，应为“gridgov-sheet/1”。"]


def test_value_of_endless_digits_is_refused(write):
    name = write("long.json", {"A7-1-1": {"value": "89." + "9" * 98}})
    assert run(name) == (2, [], [f"{name}：A7-1-1 的 value 有 101 位，最多 100 位，请写短些。"])
