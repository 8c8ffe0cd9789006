"""The organisation's own numbers: every variant to accept, and what each refusal tells the user."""

from datetime import date

import pytest

from standards.numbering import NumberError, OwnNumber, parse

TODAY = date(2026, 6, 1)
OWN = OwnNumber("AK", "JC", 101, 1, None, 2024)
UNDATED_OWN = "没有年代号（批准年号）：可作草案或不注日期引用，发布前请补上。"


def expanded(digits, year):
    return f"年代号“{digits}”只有两位，已按 {year} 年理解，请核对。"


def refusal(text):
    with pytest.raises(NumberError) as caught:
        parse(text, TODAY)
    return caught.value.message


def test_own_number_is_shown_keyed_printed_and_split_into_its_parts():
    number = parse("Q/AKWG JC101•1-2024", TODAY)
    assert (
        *(str(number), number.key, number.printed(), number.family, number.family_loose),
        *(number.system_code, number.class_code, number.level, number.warnings, number.raw),
    ) == (
        *("Q/AKWG JC101•1-2024", "Q/AKWG JC101.1-2024", "Q/AKWG JC101•1—2024"),
        *("Q/AKWG JC101.1", "Q/AKWG JC101.1", "Q/AKWG", "JC101", "own", (), "Q/AKWG JC101•1-2024"),
    )


@pytest.mark.parametrize("separator", "•·.．・∙⋅。‧･｡")
def test_every_separator_before_the_sequence_is_accepted(separator):
    assert parse(f"Q/AKWG JC101{separator}1-2024", TODAY) == OWN


@pytest.mark.parametrize("dash", "-‐‑‒–—―−－ー一─﹣")
def test_every_dash_before_the_year_is_accepted(dash):
    assert parse(f"Q/AKWG JC101•1{dash}2024", TODAY) == OWN


@pytest.mark.parametrize("slash", "/／∕⁄_")
def test_every_slash_is_accepted(slash):
    assert parse(f"Q{slash}AKWG JC101•1-2024", TODAY) == OWN


@pytest.mark.parametrize(
    "text",
    [
        "Q/AKWGJC101•1-2024",
        "Q/AKWG-JC101•1-2024",
        "Q/AKWG\u3000JC101•1-2024",
        "Q/AKWG\u00a0JC101•1-2024",
        "Q / AK WG  JC 101 • 1 — 2024",
        "q/akwg jc101.1-2024",
        "Ｑ／ＡＫＷＧ　ＪＣ１０１．１－２０２４",
        "Q/AKWG JC101•1——2024",
        "Q/AKWG JC101-1-2024",
        "Q/AKWG JC101 1-2024",
        "Q/AKWG JC101•1:2024",
        "Q/AKWG JC101•1一２０２４",
        "《Q/AKWG JC101•1-2024》",
        "\ufeffQ/AKWG JC101•1-\u200b2024\n",
        "Q_AKWG JC101.1-2024.pdf",
    ],
)
def test_spaces_case_width_and_wrappings_do_not_matter(text):
    assert parse(text, TODAY) == OWN


def test_missing_space_before_the_category_is_accepted():
    assert parse("Q/AKWGGZ301.2-2022", TODAY) == OwnNumber("AK", "GZ", 301, 2, None, 2022)


def test_second_point_begins_a_part():
    assert parse("Q/AKWG JC101.1.2-2024", TODAY) == OwnNumber("AK", "JC", 101, 1, 2, 2024)


def test_place_may_itself_end_in_wg():
    assert parse("Q/WGWG TG202•7-2025", TODAY) == OwnNumber("WG", "TG", 202, 7, None, 2025)


@pytest.mark.parametrize(
    ("text", "year", "warnings"),
    [
        ("Q/AKWG JC101•1", None, (UNDATED_OWN,)),
        ("Q/AKWG JC101•1-24", 2024, (expanded("24", 2024),)),
        ("Q/AKWG JC101•1-50", 1950, (expanded("50", 1950),)),
        ("Q/AKWG JC101•1-1949", 1949, ()),
        ("Q/AKWG JC101•1-2027", 2027, ()),
        ("QAKWG JC101•1-2024", 2024, ("“Q”后缺少斜线，已按“Q/”理解，请核对。",)),
        ("Q/AKWG JC101•01-2024", 2024, ("顺序号“01”不应补零，已按 1 理解。",)),
    ],
)
def test_what_was_guessed_in_an_own_number_is_a_warning(text, year, warnings):
    number = parse(text, TODAY)
    assert (number, number.warnings) == (OwnNumber("AK", "JC", 101, 1, None, year), warnings)


def test_class_00_means_the_whole_category():
    number = parse("Q/AKWG GZ300•1-2024", TODAY)
    assert (number.key, number.warnings) == (
        "Q/AKWG GZ300.1-2024",
        ("分类号 GZ300 指整个类别，通常应编入其下的具体分类，请核对。",),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "Q/AKWG JC201•1-2024",
            "分类号“JC201”不对：JC 的分类号以 1 开头，应在 JC100 至 JC199 之间，请改正。",
        ),
        (
            "Q/AKWG TG301•1-2024",
            "分类号“TG301”不对：TG 的分类号以 2 开头，应在 TG200 至 TG299 之间，请改正。",
        ),
        (
            "Q/AKWG GL101•1-2024",
            "分类号“GL101”不对：GL 的分类号以 2 开头，应在 GL200 至 GL299 之间，请改正。",
        ),
        (
            "Q/AKWG GZ201•1-2024",
            "分类号“GZ201”不对：GZ 的分类号以 3 开头，应在 GZ300 至 GZ399 之间，请改正。",
        ),
        (
            "Q/AKWG ZZ101•1-2024",
            "类别“ZZ”不对：只能是 JC、TG、GL、GZ 之一，请写成如“Q/AKWG JC101•1-2024”。",
        ),
        ("Q/AKWG 001-2024", "“Q/AKWG 001-2024”缺少类别和分类号，请写成如“Q/AKWG JC101•1-2024”。"),
        ("Q/AKWG", "“Q/AKWG”缺少类别和分类号，请写成如“Q/AKWG JC101•1-2024”。"),
        (
            "Q/AKWG JC101-2024",
            "“Q/AKWG JC101-2024”缺少顺序号：分类号和年代号之间应有从 1 起的顺序号，"
            "请写成如“Q/AKWG JC101•1-2024”。",
        ),
        (
            "Q/AKWG JC10•1-2024",
            "“Q/AKWG JC10.1-2024”的类别后应是三位分类号、顺序号和年代号，请写成如“Q/AKWG JC101•1-2024”。",
        ),
        ("Q/AKWG JC101•0-2024", "顺序号“0”应在 1 至 999 之间，请改正。"),
        ("Q/AKWG JC101•1000-2024", "顺序号“1000”应在 1 至 999 之间，请改正。"),
        ("Q/AKWG JC101•1.0-2024", "部分号“0”应在 1 至 99 之间，请改正。"),
        ("Q/AKWG JC101•1.100-2024", "部分号“100”应在 1 至 99 之间，请改正。"),
        (
            "Q/AKWG JC101•1-2028",
            "“Q/AKWG JC101.1-2028”的年代号 2028 不可能：应在 1949 至 2027 之间，请核对原文后改正。",
        ),
        (
            "Q/AKWG JC101•1-1948",
            "“Q/AKWG JC101.1-1948”的年代号 1948 不可能：应在 1949 至 2027 之间，请核对原文后改正。",
        ),
        (
            "Q/AKWG JC101•1-202",
            "“Q/AKWG JC101.1-202”的年代号“202”应为四位数字，请改成如 2026 的写法。",
        ),
        (
            "Q/AWG JC101•1-2024",
            "地名代号“A”应为地名拼音首字母，2 至 6 个大写字母，如安康写作 AK，请改正。",
        ),
        (
            "Q/ABCDEFGWG JC101•1-2024",
            "地名代号“ABCDEFG”应为地名拼音首字母，2 至 6 个大写字母，如安康写作 AK，请改正。",
        ),
        (
            "Q/××WG JC101•1-2024",
            "地名代号“××”应为地名拼音首字母，2 至 6 个大写字母，如安康写作 AK，请改正。",
        ),
        (
            "JC101•1-2024",
            "“JC101.1-2024”缺少组织代号：本组织标准应以“Q/地名首字母WG”开头，请写成如“Q/AKWG JC101•1-2024”。",
        ),
    ],
)
def test_broken_own_number_is_refused_with_the_remedy(text, message):
    assert refusal(text) == message


@pytest.mark.parametrize("class_code", ["TG202", "202", 202])
def test_build_takes_the_class_as_code_or_number(class_code):
    number = OwnNumber.build("AK", "TG", class_code, 3, part=2, year=2025, today=TODAY)
    assert number == OwnNumber("AK", "TG", 202, 3, 2, 2025)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("AK", "TG", "JC101", 1), "分类号“JC101”不属于类别“TG”，请选择“TG”下的分类。"),
        (("AK", "TG", 20, 1), "分类号“20”应为类别后三位数字，如 JC101，请改正。"),
        (("AK", "XX", 101, 1), "类别“XX”不对：只能是 JC、TG、GL、GZ 之一，请写成如“Q/AKWG JC101•1-2024”。"),
        (("ak", "JC", 101, 1), "地名代号“ak”应为地名拼音首字母，2 至 6 个大写字母，如安康写作 AK，请改正。"),
        (("AK", "JC", 101, 0), "顺序号“0”应在 1 至 999 之间，请改正。"),
        (("AK", "JC", 101, 1, 100), "部分号“100”应在 1 至 99 之间，请改正。"),
        (
            ("AK", "JC", 101, 1, None, 2323),
            "“Q/AKWG JC101•1-2323”的年代号 2323 不可能：应在 1949 至 2027 之间，请核对原文后改正。",
        ),
    ],
)
def test_build_refuses_what_the_grammar_forbids(arguments, message):
    with pytest.raises(NumberError) as caught:
        OwnNumber.build(*arguments, today=TODAY)
    assert caught.value.message == message


def test_own_numbers_are_ordered_by_place_category_class_sequence_part_and_year():
    ordered = [
        *("Q/AKWG JC101•1-2024", "Q/AKWG JC101•2-2023", "Q/AKWG JC101•2.1-2023", "Q/AKWG JC101•2.2-2021"),
        *("Q/AKWG JC101•10", "Q/AKWG JC101•10-2020", "Q/AKWG JC101•10-2024", "Q/AKWG JC102•1-2024"),
        *("Q/AKWG TG201•1-2024", "Q/AKWG GL201•1-2024", "Q/AKWG GZ301•1-2024", "Q/AKXWG JC101•1-2024"),
    ]
    numbers = [parse(text, TODAY) for text in reversed(ordered)]
    assert [str(number) for number in sorted(numbers, key=lambda number: number.sort_key)] == ordered


def test_a_number_that_was_read_is_not_read_again():
    assert parse("Q/ALWG TG201.1-2024", date(2026, 1, 1)) is parse("Q/ALWG TG201.1-2024", date(2026, 1, 1))
