"""Lists of numbers, the form that search compares, and numbers of documents."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from standards.numbering import NumberError, parse, parse_document_number, parse_many, search_form

TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    "text",
    [
        "T/CSSG 001.3-2020、T/CA 007.3-2020",
        "T/CSSG 001.3-2020；T/CA 007.3-2020；",
        "T/CSSG 001.3-2020;T/CA 007.3-2020",
        "T/CSSG 001.3-2020，T/CA 007.3-2020",
        "T/CSSG 001.3-2020\r\nT/CA 007.3-2020\n",
        "T/CSSG 001.3-2020和T/CA 007.3-2020",
        "T/CSSG 001. 3-2020 T/CA 007. 3-2020",
    ],
)
def test_list_of_numbers_is_split_at_every_separator(text):
    assert [number.key for number in parse_many(text, TODAY)] == ["T/CSSG 001.3-2020", "T/CA 007.3-2020"]


def test_brackets_and_inner_spaces_hold_a_number_together():
    keys = [
        number.key
        for number in parse_many("GB/T 19001-2016（ISO 9001:2015, IDT）、Q/CSG 2 16 004-2019", TODAY)
    ]
    assert keys == ["GB/T 19001-2016", "Q/CSG 2 16 004-2019"]


def test_empty_list_has_no_numbers():
    assert parse_many(" ；\n", TODAY) == []


def test_list_is_refused_for_its_first_bad_number():
    with pytest.raises(NumberError, match="1222-2323"):
        parse_many("GB/T 1.1-2020、GB 1222-2323", TODAY)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("gbt34300", "GB/T 34300-2017"),
        ("GB/T 34300", "GB/T 34300-2017"),
        ("gb_t 34300—2017", "GB/T 34300-2017"),
        ("34300一2017", "GB/T 34300-2017"),
        ("34300", "GB/T 34300-2017"),
        ("alwgtg2", "Q/ALWG TG201•1-2024"),
        ("tg201·1", "Q/ALWG TG201•1-2024"),
    ],
)
def test_search_form_of_what_is_typed_is_contained_in_that_of_the_key(typed, text):
    assert search_form(typed) in search_form(parse(text, TODAY).key)


def test_search_form_keeps_chinese_letters():
    assert search_form("网格 巡查（试行）ａ1") == "网格巡查试行A1"


@pytest.mark.parametrize(
    ("text", "shown", "warnings"),
    [
        ("建质〔2009〕87 号", "建质〔2009〕87号", ()),
        ("建质[2009]87号", "建质〔2009〕87号", ()),
        ("建质［2009］第87号", "建质〔2009〕87号", ()),
        ("建质(2009)087号", "建质〔2009〕87号", ()),
        ("建质（２００９）８７号", "建质〔2009〕87号", ()),
        ("建质【2009】87号", "建质〔2009〕87号", ()),
        ("国务院令 第666号", "国务院令第666号", ()),
        ("中华人民共和国主席令第八十八号", "中华人民共和国主席令第八十八号", ()),
        (
            "国标委农联20077号",
            "国标委农联〔2007〕7号",
            ("文号的年份缺少括号，已按〔2007〕7号理解，请核对。",),
        ),
    ],
)
def test_document_number_gets_the_brackets_of_official_documents(text, shown, warnings):
    number = parse_document_number(text, TODAY)
    assert (str(number), number.warnings) == (shown, warnings)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "安全生产法",
            "“安全生产法”不是能识别的文号，请写成“发文机关代字〔年份〕序号”，如“建质〔2009〕87号”。",
        ),
        (
            "建质〔2090〕87号",
            "“建质〔2090〕87号”的年代号 2090 不可能：应在 1949 至 2027 之间，请核对原文后改正。",
        ),
    ],
)
def test_what_is_no_document_number_is_refused(text, message):
    with pytest.raises(NumberError) as caught:
        parse_document_number(text, TODAY)
    assert caught.value.message == message


def test_module_needs_nothing_but_python():
    program = (
        "import sys, standards.numbering; print(sorted({'django', 'lxml', 'openpyxl'} & set(sys.modules)))"
    )
    root = Path(__file__).resolve().parents[2]
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert run.stdout == "[]\n"
