"""What others know of the places of a tree, as words beside 现有 and 应有 (settings `TREE_SOURCES`)."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from .statistics import Branch, Coverage


@cache
def sources() -> tuple:
    """Functions `(organization, covered) -> {key of a node: words}`, in the order of the settings."""
    return tuple(import_string(path) for path in settings.TREE_SOURCES)


def note_tree(organization, covered: Coverage) -> Coverage:
    """The same tree, each branch with the notes of every source."""
    told = [source(organization, covered) for source in sources()]
    for root in covered.roots:
        for branch in (root, *root.rows):
            note(branch, told)
    return covered


def note(branch: Branch, told: list[dict[int, str]]) -> None:
    branch.note = "，".join(filter(None, (each.get(branch.node.pk, "") for each in told)))
