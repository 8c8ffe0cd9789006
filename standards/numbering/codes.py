"""Codes before external numbers: which exist, whose they are, how their year is separated."""

LEVELS = {
    "national": "国家标准",
    "industry": "行业标准",
    "local": "地方标准",
    "group": "团体标准",
    "enterprise": "企业标准",
    "international": "国际标准",
    "foreign": "国外标准",
}

NATIONAL = frozenset({"GB", "GBZ", "GBJ", "GJB", "JJG", "JJF"})
FOREIGN = frozenset({"EN", "BS", "DIN", "JIS", "ANSI", "ASTM", "NFPA"})
INTERNATIONAL_BODIES = ("ISO", "IEC", "IEEE", "CIE")
INTERNATIONAL_TYPES = ("TS", "TR", "PAS", "GUIDE")
# DB without a region and JC are industry codes (地震, 建材): the traps of short prefixes.
INDUSTRY_CODES = """
AQ BB CB CBM CCGF CECA CH CJ CJJ CNCA CY DA DB DL DY DZ EJ FZ GA GC GD GH GM GX GY HB HG HJ HJB HS
HY JB JC JG JGJ JR JT JTG JTJ JTS JY KA KY LB LD LS LY MH MT MZ NB NY QB QC QJ QX RB RISN SB SC SF
SH SJ SL SN SW SY TB TD TSG TY WB WH WJ WM WS WW XB XF YB YC YD YJ YS YY YZ ZY
"""
INDUSTRY = frozenset(INDUSTRY_CODES.split())
GROUP_WITHOUT_T = frozenset({"CECS"})
KNOWN = NATIONAL | FOREIGN | INDUSTRY | GROUP_WITHOUT_T
COLON_BEFORE_YEAR = frozenset({"CECS", "EN", "BS", "DIN", "JIS"})


def level_of(base: str) -> str:
    """A key of LEVELS for a code without its /T or /Z."""
    if base.startswith("T/") or base in GROUP_WITHOUT_T:
        return "group"
    if base.startswith("Q/"):
        return "enterprise"
    if base.startswith("DB") and base != "DB":
        return "local"
    if base.split("/")[0] in INTERNATIONAL_BODIES:
        return "international"
    if base in FOREIGN:
        return "foreign"
    return "national" if base in NATIONAL else "industry"


def dash_of(base: str) -> str:
    """What stands between number and year: a colon for ISO, IEC, CECS and the like, else a hyphen."""
    colon = base in COLON_BEFORE_YEAR or level_of(base) == "international"
    return ":" if colon else "-"
