"""What every page's frame shows: the menu a user may open, and where the user is."""

from dataclasses import dataclass

from django.urls import reverse

from gridgov.organizations.models import Role
from gridgov.organizations.permissions import can_administer, can_read_registry

# Whose pages light up which entry: those of a namespace its main one, but for these.
HOMES = {
    "standards": "standards:standards",
    "evaluation": "evaluation:evaluations",
    "organizations": "organizations:organizations",
}
ELSEWHERE = {
    "standards:system": "standards:system",
    "standards:statistics": "standards:system",
    "standards:chart": "standards:system",
    "standards:system-table": "standards:system",
    "standards:versions": "standards:system",
    "standards:version": "standards:system",
    "standards:version-new": "standards:system",
    "standards:version-compare": "standards:system",
    "standards:version-explanation": "standards:system",
    "standards:version-deliberate": "standards:system",
    "standards:version-issue": "standards:system",
    "standards:templates": "standards:system",
    "standards:template-new": "standards:system",
    "standards:template-retire": "standards:system",
    "standards:node-new": "standards:system",
    "standards:node-remove": "standards:system",
    "standards:node-restore": "standards:system",
    "standards:health": "standards:health",
    "standards:health-export": "standards:health",
    "standards:checks": "standards:checks",
    "standards:check": "standards:checks",
    "standards:check-new": "standards:checks",
    "standards:check-confirm": "standards:checks",
    "standards:check-apply": "standards:checks",
    "standards:suitability": "standards:checks",
    "standards:citations-outdated": "standards:checks",
    "evaluation:scorecard": "evaluation:scorecard",
    "evaluation:scorecard-section": "evaluation:scorecard",
    "evaluation:gaps": "evaluation:gaps-own",
    "evaluation:gaps-plan": "evaluation:gaps-own",
    "evaluation:experts": "evaluation:experts",
    "evaluation:expert": "evaluation:experts",
    "evaluation:expert-new": "evaluation:experts",
    "evaluation:expert-edit": "evaluation:experts",
    "evaluation:expert-remove": "evaluation:experts",
    "evaluation:applications": "evaluation:applications",
    "evaluation:application-new": "evaluation:applications",
    "evaluation:application": "evaluation:applications",
    "evaluation:application-edit": "evaluation:applications",
    "evaluation:application-accept": "evaluation:applications",
    "evaluation:application-return": "evaluation:applications",
    "evaluation:application-document-add": "evaluation:applications",
    "evaluation:standard-requirements": "standards:standards",
    "evaluation:linking": "standards:standards",
    "standards:my-opinions": "standards:my-opinions",
    "standards:opinion-form": "standards:my-opinions",
    "standards:opinion-form-rows": "standards:my-opinions",
    "standards:opinion-form-sign": "standards:my-opinions",
    "organizations:password": "",
    "calendar": "worklist",
}

# Lists of the standardization work; their further pages name the kind in the address.
ACTIVITIES = {
    "plans": "工作计划",
    "training": "培训与宣贯",
    "implementation": "标准实施",
    "inspections": "监督检查",
    "findings": "问题整改",
    "materials": "信息资料",
    "people": "机构与人员",
}


@dataclass(frozen=True)
class Entry:
    """One line of the menu: group heading, words, URL name."""

    group: str
    label: str
    url_name: str

    @property
    def url(self) -> str:
        return reverse(self.url_name)


def entries(user) -> list[Entry]:
    """The menu of a user, in the order of the work."""
    menu = [
        Entry("", "工作台", "workbench"),
        Entry("", "待办", "worklist"),
        # Anybody may be asked for an opinion; whether somebody was would be a question on every page.
        Entry("", "我的审查", "standards:my-opinions"),
    ]
    if can_read_registry(user):
        menu += [
            Entry("标准", "标准登记", "standards:standards"),
            Entry("标准", "标准体系", "standards:system"),
            Entry("标准", "引用与查新", "standards:checks"),
            Entry("标准", "体系体检", "standards:health"),
            *(Entry("标准化工作", label, f"activities:{kind}") for kind, label in ACTIVITIES.items()),
            Entry("评价", "评价细则", "evaluation:scorecard"),
            Entry("评价", "达标路径", "evaluation:gaps-own"),
            Entry("评价", "评估申请", "evaluation:applications"),
        ]
    menu.append(Entry("评价", "评价", "evaluation:evaluations"))
    if not user.is_site_administrator and user.organizations_as(Role.OFFICE, Role.SUPERVISOR):
        menu.append(Entry("评价", "专家库", "evaluation:experts"))
    if can_administer(user):
        menu.append(Entry("管理", "系统管理", "organizations:organizations"))
    return [*menu, Entry("管理", "帮助", "help"), Entry("管理", "关于", "about")]


def entry_of(match) -> str:
    """The URL name of the entry under which a page stands; "" for none. `match` is None on error pages."""
    if match is None:
        return ""
    if match.namespace == "activities":
        kind = match.kwargs.get("kind", "people")
        return f"activities:{kind if kind in ACTIVITIES else 'people'}"
    return ELSEWHERE.get(match.view_name, HOMES.get(match.namespace, match.view_name))


def navigation(request) -> dict:
    """Template context `menu`: (entry, is_current) pairs; empty before login."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.must_change_password:
        return {"menu": []}
    here = entry_of(request.resolver_match)
    return {"menu": [(entry, entry.url_name == here) for entry in entries(user)]}
