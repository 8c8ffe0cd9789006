"""Numbers given by others: every pitfall of real lists, and what each refusal tells the user."""

from datetime import date

import pytest

from standards.numbering import SORT_TEXT_WIDTH, ExternalNumber, NumberError, parse

TODAY = date(2026, 6, 1)
UNDATED = "没有年代号：只能作为不注日期引用；登记为采用标准时请补上年代号。"
RANGE = "编号是一组标准的范围，按一行登记，不核对各标准的状态。"


def expanded(digits, year):
    return f"年代号“{digits}”只有两位，已按 {year} 年理解，请核对。"


def slashed(code):
    return f"代号缺少斜线，已按“{code}”理解，请核对。"


def refusal(text):
    with pytest.raises(NumberError) as caught:
        parse(text, TODAY)
    return caught.value.message


@pytest.mark.parametrize(
    ("text", "key", "warnings"),
    [
        ("GB/T 34300—2017", "GB/T 34300-2017", ()),
        ("GB/T 34300－2017", "GB/T 34300-2017", ()),
        ("GB/T 34300–2017", "GB/T 34300-2017", ()),
        ("GB/T 34300―2017", "GB/T 34300-2017", ()),
        ("GB/T 34300−2017", "GB/T 34300-2017", ()),
        ("GB/T ３４３００一２０１７", "GB/T 34300-2017", ()),
        ("gb∕t 34300-2017", "GB/T 34300-2017", ()),
        ("GB_T 34300-2017", "GB/T 34300-2017", ()),
        ("GB_T_34300-2017.pdf", "GB/T 34300-2017", ()),
        ("GB-T 34300-2017", "GB/T 34300-2017", ()),
        ("GBT 34300-2017", "GB/T 34300-2017", (slashed("GB/T"),)),
        ("GBT34300-2017", "GB/T 34300-2017", (slashed("GB/T"),)),
        ("GB T 34300-2017", "GB/T 34300-2017", (slashed("GB/T"),)),
        ("GB/T34300-2017。", "GB/T 34300-2017", ()),
        ("GBZ 2.1-2019", "GBZ 2.1-2019", ()),
        ("GB/Z 19027-2005", "GB/Z 19027-2005", ()),
        ("GBZ/T 300.1-2017", "GBZ/T 300.1-2017", ()),
        ("GBZT 300.1-2017", "GBZ/T 300.1-2017", (slashed("GBZ/T"),)),
        ("GBJ 16-87", "GBJ 16-1987", (expanded("87", 1987),)),
        ("GJB 9001C-2017", "GJB 9001C-2017", ()),
        ("JJF 1059.1-2012", "JJF 1059.1-2012", ()),
        ("GB/T1.1", "GB/T 1.1", (UNDATED,)),
        ("GB/T24421.3", "GB/T 24421.3", (UNDATED,)),
        ("DL 5008.2", "DL 5008.2", (UNDATED,)),
        ("T/CSSG 001. 2-2020", "T/CSSG 001.2-2020", ()),
        ("T／CSSG001.3－2020", "T/CSSG 001.3-2020", ()),
        ("TCSSG 001.3-2020", "T/CSSG 001.3-2020", (slashed("T/CSSG"),)),
        ("T/31SCTA 005-2020", "T/31SCTA 005-2020", ()),
        ("T/CISO 12-2020", "T/CISO 12-2020", ()),
        ("T/XG 12-2020", "T/XG 12-2020", ()),
        ("GB12238-89", "GB 12238-1989", (expanded("89", 1989),)),
        ("GB 50254~50259-96", "GB 50254~50259-1996", (expanded("96", 1996), RANGE)),
        ("GB 50254～50259-1996", "GB 50254~50259-1996", (RANGE,)),
        ("GB/T 24421 （所有部分）", "GB/T 24421 ALL", ()),
        ("GB/T 24421 系列国家标准", "GB/T 24421 ALL", ()),
        ("GB/T 24421.2（所有部分）", "GB/T 24421.2 ALL", ()),
        ("T/CSSG 001-2020（所有部分）", "T/CSSG 001-2020 ALL", ()),
        ("CECS 21:2000", "CECS 21:2000", ()),
        ("CECS 21-2000", "CECS 21:2000", ()),
        ("ISO 9001：2015", "ISO 9001:2015", ()),
        ("ISO 9001-2015", "ISO 9001:2015", ()),
        ("ISO/IEC TR 20547-1:2020", "ISO/IEC TR 20547-1:2020", ()),
        ("ISO TS 22330:2018", "ISO/TS 22330:2018", ()),
        ("ISO/IEC 27001:2022/Amd 1:2024", "ISO/IEC 27001:2022/AMD1-2024", ()),
        ("GB/T 10322.1—2014/ISO 3082:2009", "GB/T 10322.1-2014", ()),
        ("GB 50016-2014（2018年版）", "GB 50016-2014 ED2018", ()),
        ("GB 50016-2014 2018年版", "GB 50016-2014 ED2018", ()),
        ("GB 50016-2014(局部修订)", "GB 50016-2014 REV", ()),
        ("GB 50016-2014（2018年局部修订）", "GB 50016-2014 ED2018R", ()),
        ("GB 18401-2010/XG1-2012", "GB 18401-2010/XG1-2012", ()),
        ("GB 18401-2010《第1号修改单》", "GB 18401-2010/XG1", ()),
        ("Q/CSG 2 16 004-2019", "Q/CSG 2 16 004-2019", ()),
        ("Q/SWGL 001-2020", "Q/SWGL 001-2020", ()),
        ("Q/AKZW JC101.1-2014", "Q/AKZW JC101.1-2014", ()),
        ("QCSG 1-2020", "Q/CSG 1-2020", (slashed("Q/CSG"),)),
        ("DB 31117/Z 016-2022", "DB31117/Z 016-2022", ()),
        ("DB61-T 1052-2021", "DB61/T 1052-2021", ()),
        ("DB61T 1052-2021", "DB61/T 1052-2021", (slashed("DB61/T"),)),
        ("DB12∕T 1052-2021", "DB12/T 1052-2021", ()),
        ("DB6109/T 12-2021", "DB6109/T 12-2021", ()),
        ("DB11/ 501-2017", "DB11 501-2017", ()),
        ("JC/T 101-2010", "JC/T 101-2010", ()),
        ("JCT 101-2010", "JC/T 101-2010", (slashed("JC/T"),)),
        ("DB/T 58-2014", "DB/T 58-2014", ()),
        ("GB//T 34300-2017", "GB/T 34300-2017", ()),
        ("QCSG/ 1-2020", "Q/CSG 1-2020", (slashed("Q/CSG"),)),
        ("HJT 166-2004", "HJ/T 166-2004", (slashed("HJ/T"),)),
        ("NB/SH/T 0870-2013", "NB/SH/T 0870-2013", ()),
        ("TSG Z7001-2021", "TSG Z7001-2021", ()),
        ("JTG B01-2014", "JTG B01-2014", ()),
        ("ABC 12-2020", "ABC 12-2020", ("代号“ABC”不在已知的标准代号中，请核对。",)),
        ("GB 12345678-2020", "GB 12345678-2020", ("顺序号“12345678”有 8 位数字，请核对是否少了短线。",)),
    ],
)
def test_external_number_is_read_in_every_form_of_real_lists(text, key, warnings):
    number = parse(text, TODAY)
    assert (type(number), number.key, number.warnings, number.raw) == (ExternalNumber, key, warnings, text)


@pytest.mark.parametrize(
    ("text", "shown", "printed"),
    [
        ("GB/T 34300-2017", "GB/T 34300-2017", "GB/T 34300—2017"),
        ("ISO 9001:2015", "ISO 9001:2015", "ISO 9001:2015"),
        ("GB/T 24421(所有部分)", "GB/T 24421（所有部分）", "GB/T 24421（所有部分）"),
        ("GB 50016-2014(2018年版)", "GB 50016-2014（2018年版）", "GB 50016—2014（2018年版）"),
        ("GB 18401-2010/XG1-2012", "GB 18401-2010/XG1-2012", "GB 18401—2010/XG1-2012"),
        (
            "GB/T 10322.1—2014/ISO 3082:2009",
            "GB/T 10322.1-2014/ISO 3082:2009",
            "GB/T 10322.1—2014/ISO 3082:2009",
        ),
    ],
)
def test_external_number_is_shown_with_a_hyphen_and_printed_with_a_long_dash(text, shown, printed):
    number = parse(text, TODAY)
    assert (str(number), number.printed()) == (shown, printed)


@pytest.mark.parametrize(
    ("text", "adoption"),
    [
        ("GB/T 10322.1—2014/ISO 3082:2009", "ISO 3082:2009"),
        ("GB/T 22080-2016/ISO/IEC 27001:2013", "ISO/IEC 27001:2013"),
        ("GB/T 19001-2016（ISO 9001:2015，IDT）", "ISO 9001:2015, IDT"),
        ("GB/T 19001-2016 idt ISO 9001:2015", "ISO 9001:2015, IDT"),
        ("GB/T 34300-2017", ""),
    ],
)
def test_adopted_international_standard_is_kept_apart(text, adoption):
    assert parse(text, TODAY).adoption == adoption


def test_edition_is_part_of_the_identity():
    assert parse("GB 50016-2014（2018年版）", TODAY) != parse("GB 50016-2014", TODAY)


def test_amendment_leads_to_the_standard_it_amends():
    amendment = parse("GB 18401-2010/XG1-2012", TODAY)
    assert (amendment.amendment, amendment.without_amendment) == (
        "XG1-2012",
        parse("GB 18401-2010", TODAY),
    )


def test_family_ignores_year_and_edition_and_loosely_the_suffix_too():
    old, new = parse("GB12238-89", TODAY), parse("GB/T 12238-2008（2010年版）", TODAY)
    assert (old.family, new.family, old.family_loose, new.family_loose) == (
        *("GB 12238", "GB/T 12238"),
        *("GB 12238", "GB 12238"),
    )


def test_occupational_health_is_no_family_of_national_guides():
    families = {parse(text, TODAY).family_loose for text in ("GBZ 1-2010", "GB/Z 1-2010")}
    assert families == {"GBZ 1", "GB 1"}


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("GB/T 34300-2017", "national"),
        ("GBZ 2.1-2019", "national"),
        ("MZ/T 039-2013", "industry"),
        ("DB/T 58-2014", "industry"),
        ("DB61/T 1052-2021", "local"),
        ("T/CSSG 001.3-2020", "group"),
        ("CECS 21:2000", "group"),
        ("Q/CSG 2 16 004-2019", "enterprise"),
        ("ISO/IEC 27001:2022", "international"),
        ("EN 12464:2021", "foreign"),
        ("Q/AKWG JC101•1-2024", "own"),
    ],
)
def test_level_follows_from_the_code(text, level):
    assert parse(text, TODAY).level == level


def test_external_numbers_are_ordered_by_level_code_and_number():
    ordered = [
        *("Q/ZZWG GZ399•999-2024", "GB/T 1.1", "GB/T 1.1-2009", "GB/T 1.1-2020", "GB/T 1.10-2000"),
        *("GB/T 13016-2018", "GB/T 34300-2017", "GB 50016-2014", "GB 50016-2014（2018年版）"),
        *("GBZ 1-2010", "MZ/T 9-2013", "DB61/T 12-2021", "DB6109/T 3-2021", "T/CA 007.3-2020"),
        *("T/CSSG 001.3-2020", "Q/CSG 2 16 004-2019", "ISO 9001:2015"),
    ]
    numbers = [parse(text, TODAY) for text in reversed(ordered)]
    assert [str(number) for number in sorted(numbers, key=lambda number: number.sort_key)] == ordered


def test_sort_text_is_made_of_digits_of_one_width():
    texts = [
        parse(text, TODAY).sort_text for text in ("Q/AKWG JC101•1-2024", "T/31SCTA 005-2020", "GB/T 1.1")
    ]
    assert {(len(text), text.isdigit()) for text in texts} == {(SORT_TEXT_WIDTH, True)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("  ", "没有填写标准编号，请填写如“GB/T 34300-2017”的编号。"),
        (
            "GB 1222-2323",
            "“GB 1222-2323”的年代号 2323 不可能：应在 1949 至 2027 之间，请核对原文后改正。",
        ),
        (
            "GB 1222-48",
            "“GB 1222-48”的年代号 2048 不可能：应在 1949 至 2027 之间，请核对原文后改正。",
        ),
        ("GB 1222-20200", "“GB 1222-20200”的年代号“20200”应为四位数字，请改成如 2026 的写法。"),
        (
            "T/XZYC 00012024",
            "“T/XZYC 00012024”的年代号前像是少了短线，是“T/XZYC 0001-2024”吗？请补上短线后再填。",
        ),
        (
            "GB/T 34300 2017",
            "“GB/T 34300 2017”的年代号前像是少了短线，是“GB/T 34300-2017”吗？请补上短线后再填。",
        ),
        (
            "建质〔2009〕87 号",
            "“建质〔2009〕87 号”像是文号，不是标准编号：请登记为指导性文件，并填在文号一栏。",
        ),
        (
            "国标委农联20077号",
            "“国标委农联20077号”像是文号，不是标准编号：请登记为指导性文件，并填在文号一栏。",
        ),
        (
            "安全生产法",
            "“安全生产法”里没有标准编号：法律、法规和文件可以不填编号；若是标准，请补上如“GB/T”的代号。",
        ),
        (
            "34300-2017",
            "“34300-2017”里没有标准编号：法律、法规和文件可以不填编号；若是标准，请补上如“GB/T”的代号。",
        ),
        (
            "GB/T",
            "“GB/T”不是能识别的标准编号，请写成“代号 顺序号-年代号”，"
            "如“GB/T 34300-2017”或“Q/AKWG JC101•1-2024”。",
        ),
        (
            "GB/T 34300-2017 城乡社区网格化服务管理规范",
            "“GB/T 34300-2017 城乡社区网格化服务管理规范”里编号后还有文字："
            "请只填编号，标准名称填在名称一栏。",
        ),
        (
            "GB 50254-50259-96",
            "“GB 50254-50259-96”有两条短线：若是一组标准，请写成如“GB 50254~50259-1996”。",
        ),
        (
            "DB 58-2014",
            "“DB 58-2014”分不清是地区代码还是顺序号：地方标准请写成如“DB61/T 1234-2020”，"
            "地震行业标准请写成如“DB/T 58-2014”。",
        ),
        (
            "GB 50016-2014（蓝皮）",
            "编号后括号里的“蓝皮”不认识：只能是如（2018年版）、（局部修订）、（所有部分）的版本说明，"
            "其他说明请填在备注。",
        ),
        (
            "T/CSSG 001.3-2020、T/CA 007.3-2020",
            "“T/CSSG 001.3-2020、T/CA 007.3-2020”里有 2 个编号，请只留“T/CSSG 001.3-2020”，"
            "其余填在第二编号或另行登记。",
        ),
        (
            "T/ABCDEFGHIJKLMNOPQ 1-2020",
            "“T/ABCDEFGHIJKLMNOPQ 1”太长，不像标准编号，请核对原文后改正。",
        ),
    ],
)
def test_what_is_no_external_number_is_refused_with_the_remedy(text, message):
    assert refusal(text) == message


def test_endless_text_is_refused_without_repeating_it():
    assert refusal("GB/T 1" + "2" * 5000) == "“GB/T 122222222222222…”太长，不像一个标准编号，请只填编号。"


def test_year_limit_moves_with_the_day_given():
    with pytest.raises(NumberError):
        parse("GB/T 1.1-2028", TODAY)
    assert parse("GB/T 1.1-2028", date(2027, 1, 1)).year == 2028
