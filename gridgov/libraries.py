"""What this installation is made of: its own version, and the libraries with the licences they state."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata

from django.conf import settings

CLASSIFIER = "License :: OSI Approved :: "


@dataclass(frozen=True)
class Library:
    """A library as installed: name, version, licence in its own words, "" where it states none."""

    name: str
    version: str
    license: str


@cache
def project() -> dict:
    """The `[project]` table of pyproject.toml."""
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text("utf-8"))["project"]


@cache
def libraries() -> tuple[Library, ...]:
    """The libraries the site needs, in the order of their names; one that is not installed is left out."""
    names = sorted(re.match(r"[\w.-]+", line)[0] for line in project()["dependencies"])
    return tuple(library for library in map(installed, names) if library)


def installed(name: str) -> Library | None:
    try:
        facts = metadata(name)
    except PackageNotFoundError:
        return None
    return Library(facts["Name"], facts["Version"], license_of(facts))


def license_of(facts) -> str:
    """The licence expression, else the classifier, else the first line of the licence text."""
    classified = [line for line in facts.get_all("Classifier", []) if line.startswith(CLASSIFIER)]
    stated = facts.get("License-Expression") or (classified and classified[0].removeprefix(CLASSIFIER))
    return stated or (facts.get("License") or "").strip().split("\n")[0][:60]
