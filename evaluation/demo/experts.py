"""The 专家库 of the demo: invented people of the three sides, in the pools of those who organise evaluations."""

from evaluation.models import Expert
from evaluation.services.experts import add_expert

from .organizations import World

WRITTEN = ("name", "side", "fields", "employer", "title", "phone")


def load_experts(data: dict, world: World) -> None:
    for entry in data["experts"]:
        for key in entry["pools"]:
            add_expert(
                actor=world.offices[key], organization=world.organizations[key], **values(entry, world)
            )


def values(entry: dict, world: World) -> dict:
    user, home = entry.get("user"), entry.get("works_for")
    return {name: entry.get(name, "") for name in WRITTEN} | {
        "user": world.users[user] if user else None,
        "employer_organization": world.organizations[home] if home else None,
    }


def expert_of(world: World, organizer: str, username: str) -> Expert:
    """The expert of the organiser's pool who judges with this account."""
    pool = Expert.objects.kept().filter(organization=world.organizations[organizer])
    return pool.get(user=world.users[username])
