"""A drawn signature in a Word document: its SVG path as a shape of Word, WPS and LibreOffice. Needs no Django."""

import re

from markupsafe import Markup

# As `gridgov.drawing` lets it in; anything else, in an office's own template too, draws nothing.
NUMBER = r"[0-9]{1,3}(?:\.[0-9])?"
STROKE = re.compile(f"M({NUMBER} {NUMBER}(?:L{NUMBER} {NUMBER})+)")
WIDE, HIGH = 400, 160
SHAPE = (
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" alt="手写签名" style="width:80pt;height:32pt"'
    f' coordsize="{WIDE * 10},{HIGH * 10}" path="{{path}}" filled="f" strokecolor="#1a2433" strokeweight="1pt">'
    '<v:stroke endcap="round" joinstyle="round"/></v:shape></w:pict></w:r>'
)


def drawn(path: str) -> Markup:
    """The run of WordprocessingML that shows the path; an empty run when there is none."""
    strokes = STROKE.findall(str(path))
    if not strokes:
        return Markup("<w:r/>")
    return Markup(SHAPE.format(path="".join(map(stroke, strokes)) + "e"))


def stroke(points: str) -> str:
    """`M10 20L30.5 40` → `m100,200l305,400`: VML counts in whole numbers, so ten to one."""
    first, *others = [
        ",".join(str(round(float(number) * 10)) for number in point.split()) for point in points.split("L")
    ]
    return f"m{first}l{','.join(others)}"
