"""The pages an office opens all day, with thousands of standards beside the same pages with a hundredth of them."""

from collections.abc import Iterator

from django.test import Client
from django.urls import reverse

from gridgov.organizations.models import User
from standards.models import Standard

from . import Sizes
from .measuring import Row, interleaved, ratio
from .world import keep_rows, make_organization, make_rows, make_user

SHARE, LEAST = 100, 30
PAGES = {
    "工作台": ("workbench", 5),
    "待办": ("worklist", 5),
    "待办月历": ("calendar", 5),
    "标准登记": ("standards:standards", 5),
    "结构图": ("standards:chart", 5),
    "标准体系表": ("standards:system-table", 5),
}


def measure(sizes: Sizes) -> Iterator[Row]:
    """Ratios of growth: what does not grow with the registry stays near 1."""
    fewer = max(sizes.registry // SHARE, LEAST)
    many, few = make_office("大", sizes.registry), make_office("小", fewer)
    sizes_told = f"{sizes.registry:,} 条 ÷ {fewer} 条"
    for words, (name, limit) in PAGES.items():
        address = reverse(name)
        yield Row(
            f"{words}，{sizes_told}",
            growth(many, few, address, address, sizes),
            limit,
        )
    addresses = [first_own(user).get_absolute_url() for user in (many, few)]
    yield Row(f"一条标准的页面，{sizes_told}", growth(many, few, *addresses, sizes), 2)


def make_office(sign: str, size: int) -> User:
    organization = make_organization(f"{sign}办市网格化治理中心", "city")
    keep_rows(organization, make_rows(size))
    return make_user(organization)


def first_own(user: User) -> Standard:
    return Standard.objects.of(user.organization).filter(origin="own").first()


def growth(many: User, few: User, there: str, here: str, sizes: Sizes) -> float:
    return ratio(*interleaved(asking(many, there), asking(few, here), rounds=sizes.rounds))


def asking(user: User, address: str):
    """What asks for a page, in this process but through the whole site."""
    client = Client()
    client.force_login(user)

    def ask() -> None:
        if client.get(address).status_code != 200:
            raise RuntimeError(f"{address} does not answer")

    return ask
