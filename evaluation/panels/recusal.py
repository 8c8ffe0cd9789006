"""Who has to step back: nobody judges the organisation he works for (T/CSSG 001.5 5.1; life cycle §5.1).

Superiors of the organisation evaluated are not excluded: it is they who evaluate (5.1). Reading only.
"""

import unicodedata
from collections.abc import Iterable

from gridgov.organizations.models import Organization, RoleAssignment, User

from ..models import Evaluation, Expert, Participant

WORKS_THERE = "账号属于被评组织"
HOLDS_ROLE = "在被评组织有角色"
EMPLOYED_THERE = "工作单位就是被评组织"


def conflict(user: User, evaluation: Evaluation, *, expert: Expert | None = None, employer: str = "") -> str:
    """Why the person must not judge this organisation, in words; empty when nothing is known against it."""
    organization = evaluation.organization
    if user.organization_id == organization.pk:
        return WORKS_THERE
    if any(key == organization.pk for key, _ in user.held_roles):
        return HOLDS_ROLE
    pool = [expert] if expert else []
    pool += Expert.objects.kept().filter(user=user)
    if is_same_name(employer, organization) or any(is_employed(each, organization) for each in pool):
        return EMPLOYED_THERE
    return ""


def conflicts(people: Iterable[Participant], evaluation: Evaluation) -> dict[int, str]:
    """Participant → why he must step back now: a role or a post may have come after the appointment.

    Two statements for the whole panel; `people` come with their users.
    """
    people, organization = list(people), evaluation.organization
    users = [person.user_id for person in people]
    roles = RoleAssignment.objects.filter(user__in=users, organization=organization)
    holders = set(roles.values_list("user", flat=True))
    experts = Expert.objects.kept().filter(user__in=users)
    employed = {each.user_id for each in experts if is_employed(each, organization)}
    found = {}
    for person in people:
        if person.user.organization_id == organization.pk:
            found[person.pk] = WORKS_THERE
        elif person.user_id in holders:
            found[person.pk] = HOLDS_ROLE
        elif person.user_id in employed or is_same_name(person.employer, organization):
            found[person.pk] = EMPLOYED_THERE
    return found


def is_employed(expert: Expert, organization: Organization) -> bool:
    return expert.employer_organization_id == organization.pk or is_same_name(expert.employer, organization)


def is_same_name(employer: str, organization: Organization) -> bool:
    return bool(employer) and plain(employer) == plain(organization.name)


def plain(name: str) -> str:
    """A name without what people type differently: width, case, spaces."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
