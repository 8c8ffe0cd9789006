"""Start-up checks: what would make the site slow or a report impossible is said in words, not found later."""

from ctypes.util import find_library

from django.core.checks import Tags, Warning, register

PDF_LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}


def missing_pdf_packages() -> list[str]:
    """Names of the Debian packages without which a PDF cannot be made, or only slowly."""
    return [package for library, package in PDF_LIBRARIES.items() if not find_library(library)]


@register(Tags.compatibility)
def pdf_libraries(app_configs, **kwargs):
    missing = missing_pdf_packages()
    if not missing:
        return []
    hint = f"请安装 {' '.join(missing)}（Debian：apt install {' '.join(missing)}），其余功能不受影响。"
    return [Warning("缺少生成 PDF 的系统库。", hint=hint, id="gridgov.W001")]
