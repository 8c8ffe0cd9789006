"""Initials of a place name, as a proposal: people correct what pinyin gets wrong. Pure."""

from pypinyin import Style, lazy_pinyin

LONG_ENDINGS = ("自治州", "自治县", "自治旗", "自治区", "街道办事处", "街道", "社区", "地区")
ENDINGS = "省市县区旗乡镇村州盟"
MOST = 6


def propose_initials(place_name: str) -> str:
    """`安康市` → `AK`: the first letters, without the ending that names the rank. T/CSSG 001.2 10.6.2.

    At most 6 letters; "" when the name holds no Chinese character or letter.
    """
    letters = "".join(lazy_pinyin(core(place_name), style=Style.FIRST_LETTER, errors=latin)).upper()
    return letters[:MOST]


def core(place_name: str) -> str:
    """The name without its rank; one of two characters (`蓟县`) keeps it: one letter is no initials."""
    name = place_name.strip()
    for ending in (*LONG_ENDINGS, *ENDINGS):
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name.removesuffix(ending)
    return name


def latin(signs: str) -> str:
    """What pinyin cannot read: ASCII letters stay, the rest goes."""
    return "".join(sign for sign in signs if sign.isascii() and sign.isalpha())
