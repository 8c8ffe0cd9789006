"""QR codes of reports."""

from io import BytesIO
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

CODE_LENGTH = 16  # hex digits of the SHA-256 that prove, with the number, that somebody holds the paper


def plain_words(number: str, sha256: str) -> str:
    """Which report this is and what its content must hash to; readable without a network."""
    return f"网格化治理标准体系评价报告\n编号 {number}\nSHA-256 {sha256}"


def verification_url(number: str, sha256: str) -> str:
    """The address that answers what the paper proves; empty where the site does not know its own address."""
    if not settings.SITE_URL:
        return ""
    query = urlencode({"number": number, "code": sha256[:CODE_LENGTH]})
    return f"{settings.SITE_URL}{reverse('evaluation:verification')}?{query}"


def qr_svg(text: str) -> SafeString:
    out = BytesIO()
    segno.make(text, error="m", encoding="utf-8").save(
        out, kind="svg", xmldecl=False, svgns=True, border=0, scale=1, omitsize=True, title="校验二维码"
    )
    return mark_safe(out.getvalue().decode())  # made here, from digits and our own words
