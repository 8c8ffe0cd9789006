"""Typefaces of printed reports: small TrueType faces cut once from the installed Noto fonts.

GB 2312 and the signs we use go into the small face; the whole font stands behind it for rare names. A small face
halves the file and spares 65 MB of memory (performance notes). Offices that own 方正小标宋, 仿宋_GB2312, 黑体 or
楷体 get those: the style sheet names them first.
"""

import os
from pathlib import Path

import pylopdf_fonts_zh_cn

SOURCE = Path(pylopdf_fonts_zh_cn.__file__).parent
BULLET_WIDTH = 420  # of 1000 units
CUT = 2  # counts the ways of cutting: faces cut in an older way are left lying and not used
FACES = {"Report Serif": "NotoSerifSC-Regular", "Report Sans": "NotoSansSC-Regular"}
SIGNS = "•·√□■●○◐✓×—–−÷±≥≤≠＝＋％〔〕「」【】①②③④⑤⑥⑦⑧⑨⑩→←↑↓⇄▲▼　" + "".join(map(chr, range(0x20, 0x7F)))


def repertoire() -> set[int]:
    """Code points of the small face: GB 2312, ASCII and our signs."""
    codes = {ord(sign) for sign in SIGNS}
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            codes |= {ord(char) for char in bytes([row, cell]).decode("gb2312", "ignore")}
    return codes


def make_faces(folder: Path) -> None:
    """Make the small faces in `folder` unless they are there.

    Takes some seconds the first time. Safe when two processes do it at once: each writes beside and renames.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in missing_faces(folder):
        draft = folder / f"{name}.{os.getpid()}.draft"
        cut_face(SOURCE / f"{name}.otf", draft)
        draft.replace(face_path(folder, name))


def missing_faces(folder: Path) -> list[str]:
    """Names of the small faces that are not in `folder` yet."""
    return [name for name in FACES.values() if not face_path(folder, name).exists()]


def face_path(folder: Path, name: str) -> Path:
    return folder / f"{name}-{CUT}.ttf"


def cut_face(source: Path, target: Path) -> None:
    """Write the glyphs of `repertoire()` from an OpenType font with cubic outlines as a TrueType font."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font = TTFont(source, recalcTimestamp=False)
    options = Options(layout_features=["kern", "vert", "locl", "ccmp"], hinting=False, desubroutinize=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=repertoire())
    subsetter.subset(font)
    to_truetype(font)
    narrow_bullet(font)
    font.save(target)


def to_truetype(font) -> None:
    """Replace the CFF outlines of a fontTools font by quadratic ones, in place (error at most 2.5 units in 1000)."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import newTable

    order, outlines, glyphs = font.getGlyphOrder(), font.getGlyphSet(), {}
    for name in order:
        pen = TTGlyphPen(outlines)
        outlines[name].draw(Cu2QuPen(pen, max_err=2.5, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, glyphs
    for name, glyph in glyphs.items():
        glyph.recalcBounds(font["glyf"])
        font["hmtx"].metrics[name] = (font["hmtx"].metrics[name][0], getattr(glyph, "xMin", 0))
    complete_header(font)


def narrow_bullet(font) -> None:
    """Give • the width it has in Latin faces: as wide as a character it tears `TG202•6-2025` apart."""
    name = font.getBestCmap()[ord("•")]
    glyph, (width, bearing) = font["glyf"][name], font["hmtx"].metrics[name]
    shift = (width - BULLET_WIDTH) // 2
    glyph.coordinates.translate((-shift, 0))
    glyph.recalcBounds(font["glyf"])
    font["hmtx"].metrics[name] = (BULLET_WIDTH, bearing - shift)


def complete_header(font) -> None:
    """Fill in the tables a TrueType font has and a CFF font has not."""
    font["maxp"].tableVersion = 0x00010000
    zones = {"maxZones": 1}
    for field in [
        "maxZones",
        "maxTwilightPoints",
        "maxStorage",
        "maxFunctionDefs",
        "maxInstructionDefs",
        "maxStackElements",
        "maxSizeOfInstructions",
        "maxComponentElements",
        "maxComponentDepth",
        "maxPoints",
        "maxContours",
        "maxCompositePoints",
        "maxCompositeContours",
    ]:
        setattr(font["maxp"], field, zones.get(field, 0))
    font["post"].formatType = 3.0
    for table in ("CFF ", "VORG"):
        if table in font:
            del font[table]
    font.sfntVersion = "\x00\x01\x00\x00"


def face_rules(folder: Path) -> str:
    """`@font-face` rules: each family, and the whole font behind it under the name `… Whole`."""
    rules = []
    for family, name in FACES.items():
        for suffix, path in (("", face_path(folder, name)), (" Whole", SOURCE / f"{name}.otf")):
            rules.append(
                f'@font-face {{ font-family: "{family}{suffix}"; src: url("{path.resolve().as_uri()}"); }}'
            )
    return "\n".join(rules)
