"""Static files as they are served for real: hashed names, and every module a page imports is there."""

import re

import pytest
from django.core.management import call_command

from gridgov.staticfiles import HashedStorage

IMPORT = re.compile(r"""(?:import|from)\s*["'](\.[^"']+)["']""")


@pytest.fixture
def collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": f"{HashedStorage.__module__}.{HashedStorage.__qualname__}"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return settings.STATIC_ROOT


def test_every_module_a_hashed_module_imports_is_there(collected):
    modules = list((collected / "gridgov" / "sheet").glob("*.*.js"))
    imports = [(path, name) for path in modules for name in IMPORT.findall(path.read_text("utf-8"))]
    assert len(imports) > 5
    assert [name for path, name in imports if not (path.parent / name).exists()] == []
    assert all(re.search(r"\.[0-9a-f]{12}\.js$", name) for _, name in imports)
