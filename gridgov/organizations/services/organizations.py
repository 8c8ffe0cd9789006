"""Writing organisations: below a parent, in five levels, with initials that stand in every number."""

import secrets

from django.db import transaction
from pypinyin import Style, lazy_pinyin

from ..models import Organization, User
from ..signals import acted

PLACE_ENDINGS = "省市县区旗乡镇村社区街道办事处自治州盟"


def propose_initials(place_name: str) -> str:
    """Initials of a place name, `安康市` → `AK`: the ending that names its rank is left out.

    Returns "" when the name holds no Chinese character or letter. T/CSSG 001.2 10.6.2.
    """
    core = place_name.strip()
    for ending in ("自治州", "自治县", "自治区", "街道", "社区", "地区"):
        core = core.removesuffix(ending) if len(core) > len(ending) + 1 else core
    if len(core) > 2 and core[-1] in PLACE_ENDINGS:
        core = core[:-1]
    letters = "".join(lazy_pinyin(core, style=Style.FIRST_LETTER, errors="ignore"))
    return "".join(letter for letter in letters.upper() if letter.isascii() and letter.isalpha())[:6]


def create_organization(*, actor: User | None, parent: Organization | None = None, **fields) -> Organization:
    """A new organisation below `parent`; its path is written with it, in one transaction."""
    with transaction.atomic():
        organization = Organization(parent=parent, **fields)
        organization.initials = organization.initials or propose_initials(organization.place_name)
        organization.full_clean(exclude=["path"])
        organization.save()
        organization.path = f"{parent.path if parent else '/'}{organization.pk}/"
        organization.save(update_fields=["path"])
        acted.send(
            Organization, actor=actor, verb="create", target=organization, organization=organization, changes={}
        )
    return organization


def create_first_administrator() -> str | None:
    """Make the account `admin` with a random password if nobody has an account yet.

    Returns the password, to be shown once, or None when there is somebody already.
    """
    with transaction.atomic():
        if User.objects.exists():
            return None
        password = secrets.token_urlsafe(12) + "7a"
        admin = User.objects.create_user("admin", password, name="系统管理员", is_site_administrator=True)
        acted.send(User, actor=None, verb="create", target=admin, organization=None, changes={})
    return password
