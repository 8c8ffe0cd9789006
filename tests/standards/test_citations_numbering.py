"""A number with its title beside it, as chapter 2 of a standard lists them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.numbering import ExternalNumber, NumberError, OwnNumber, parse_titled
from standards.references.citations import forms_of
from standards.references.editions import loose, year_of

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("line", "number", "title"),
    [
        ("GB/T 34300—2017 城乡社区网格化服务管理规范", "GB/T 34300-2017", "城乡社区网格化服务管理规范"),
        ("GB/T 1.1 标准化工作导则 第1部分", "GB/T 1.1", "标准化工作导则 第1部分"),
        ("GB/T 20001（所有部分） 标准编写规则", "GB/T 20001（所有部分）", "标准编写规则"),
        ("GB 50016-2014（2018年版）　建筑设计防火规范", "GB 50016-2014（2018年版）", "建筑设计防火规范"),
        ("[1] GB/T 1.1-2020标准化工作导则；", "GB/T 1.1-2020", "标准化工作导则"),
        ("2) ISO 9001:2015 Quality management systems", "ISO 9001:2015", "Quality management systems"),
        ("3. GB/T 1.1-2020 5G 网络", "GB/T 1.1-2020", "5G 网络"),
        (
            "《城乡社区网格化服务管理规范》（GB/T 34300—2017）",
            "GB/T 34300-2017",
            "城乡社区网格化服务管理规范",
        ),
        ("GB/T 34300一2017《规范》", "GB/T 34300-2017", "规范"),
        ("Q/CSG 2 16 004-2019 管理", "Q/CSG 2 16 004-2019", "管理"),
        ("Q/ALWG TG201•1-2024 网格巡查", "Q/ALWG TG201•1-2024", "网格巡查"),
        ("建质〔2009〕87 号 安全管理办法", "建质〔2009〕87号", "安全管理办法"),
        ("GB/T 1.1-2020", "GB/T 1.1-2020", ""),
    ],
)
def test_a_line_is_a_number_and_a_title(line, number, title):
    found, words = parse_titled(line, TODAY)
    assert (str(found), words) == (number, title)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("GB/T 34300 2017 城乡社区", "年代号前像是少了短线"),
        ("网格化管理", "里没有标准编号"),
        ("GB/T 1.1、GB/T 1.2", "里有 2 个编号"),
        ("GB/T 1222-2323 不可能", "年代号 2323 不可能"),
        ("（" * 499, "太长"),
        ("()" * 240 + "网", "太长"),
        ("GB/T 1.1 " + "字" * 5000, "超过 500 个字，请一行只写一个标准"),
    ],
)
def test_what_is_no_number_is_refused_with_a_sentence(line, words):
    with pytest.raises(NumberError) as caught:
        parse_titled(line, TODAY)
    assert words in caught.value.message


@given(st.text(max_size=600))
def test_any_line_is_read_or_refused(line):
    try:
        number, title = parse_titled(line, TODAY)
    except NumberError:
        return
    assert (bool(str(number)), title) == (True, title.strip())


@given(st.integers(1, 99999), st.integers(1949, 2027), st.sampled_from(["", "/T", "/Z"]))
def test_a_printed_number_before_a_title_is_read_as_it_was(number, year, suffix):
    line = f"GB{suffix} {number}—{year} 标准化工作导则"
    found, title = parse_titled(line, TODAY)
    assert (found.key, title) == (f"GB{suffix} {number}-{year}", "标准化工作导则")
    assert (year_of(found.key, found.family), loose(found.family)) == (year, found.family_loose)
    assert set(forms_of(found.family)) == set(found.related_families)


def test_all_forms_of_obligation_are_one_family():
    number = ExternalNumber("GB", "T", "12238", 2008)
    assert number.related_families == ["GB 12238", "GB/T 12238", "GB/Z 12238"]
    assert OwnNumber("AL", "TG", 201, 1).related_families == ["Q/ALWG TG201.1"]
