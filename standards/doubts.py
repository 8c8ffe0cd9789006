"""What is probably wrong with a row though it may stand: sentences to show, never refusals."""

from .errors import StandardsError
from .models import Standard
from .numbering import ExternalNumber, OwnNumber
from .services.numbers import read_number


def doubts_about(row: Standard) -> list[str]:
    """Warnings of the number as typed, other editions, rows of the same title, a number of another class."""
    return [*doubts_of_number(row), *doubts_of_title(row), *doubts_of_class(row)]


def doubts_of_number(row: Standard) -> list[str]:
    number = None if row.is_own else number_of(row)
    if number is None:
        return []
    return [*number.warnings, *doubts_of_place(row, number), *doubts_of_edition(row, number)]


def number_of(row: Standard):
    """The number as typed, read; None for what is none."""
    try:
        return read_number(row.number_raw or row.number)
    except StandardsError:
        return None


def doubts_of_place(row: Standard, number) -> list[str]:
    """A number that begins as one's own do is mostly one's own, entered in the wrong place."""
    if not isinstance(number, OwnNumber) or number.place != row.organization.initials:
        return []
    return [f"“{number}”以本组织的代号开头。若是本组织的标准，请用“补录已发布的自制标准”登记。"]


def doubts_of_edition(row: Standard, number) -> list[str]:
    """GB 12238-1989 and GB/T 12238-2008 are editions of one standard: only one can be in force."""
    if not isinstance(number, ExternalNumber) or row.replaced_on:
        return []
    others = Standard.objects.of(row.organization).exclude(pk=row.pk)
    others = others.filter(number_family__in=number.related_families)
    return [
        f"登记簿中还有同一标准的另一个版本“{other}”。旧的一个已被代替时，请在新的一个的“被代替标准号”中填写旧编号。"
        for other in others.standing()[:3]
    ]


def doubts_of_title(row: Standard) -> list[str]:
    """Another number under the same title; editions of one number are named above."""
    same = Standard.objects.of(row.organization).standing().filter(title=row.title)
    others = same.exclude(pk=row.pk).exclude(number="").exclude(number_family=row.number_family)
    return [f"登记簿中还有同名的“{other}”，请核对是否重复登记或新旧版本。" for other in others[:3]]


def doubts_of_class(row: Standard) -> list[str]:
    """A number keeps its class when the standard moves to another; it is renumbered at the next revision."""
    if not row.has_other_class:
        return []
    return [
        f"编号中的分类号是 {row.class_code}，体系分类是 {row.node.class_code}：编号不变，下次修订时改编。"
    ]
