"""Start-up checks: what would make the site slow or a report impossible is said in words, not found later."""

from django.core.checks import Tags, Warning, register

from .system_packages import missing_packages


@register(Tags.compatibility)
def pdf_libraries(app_configs, **kwargs):
    missing = missing_packages()
    if not missing:
        return []
    hint = f"请安装 {' '.join(missing)}（Debian：apt install {' '.join(missing)}），其余功能不受影响。"
    return [Warning("缺少生成 PDF 的系统库。", hint=hint, id="gridgov.W001")]
