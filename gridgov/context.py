"""What every page's frame shows: the menu a user may open, and where the user is."""

from dataclasses import dataclass

from django.urls import reverse

from gridgov.organizations.permissions import can_administer, can_read_registry


@dataclass(frozen=True)
class Entry:
    """One line of the menu: group heading, words, URL name, and whose pages light it up."""

    group: str
    label: str
    url_name: str
    namespace: str = ""
    views: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return reverse(self.url_name)

    def is_current(self, match) -> bool:
        if match is None:
            return False
        if match.view_name == self.url_name:
            return True
        return bool(self.namespace) and match.namespace == self.namespace and match.url_name in self.views


REGISTRY = ("standard", "standard-new", "standard-edit", "standard-correct", "standard-publish")
REGISTRY += ("standard-withdraw", "document-add", "standard-requirements")
EVALUATIONS = ("evaluation", "evaluation-new", "evaluation-edit", "lock", "result", "participants", "history")
ADMINISTRATION = ("organization", "organization-new", "organization-edit", "users", "user", "user-new")
ADMINISTRATION += ("user-edit", "department-new", "department-edit", "roles", "events", "user-password")


def entries(user) -> list[Entry]:
    """The menu of a user, in the order of the work."""
    menu = [Entry("", "工作台", "workbench")]
    if can_read_registry(user):
        menu += [
            Entry("标准", "标准登记", "standards:standards", "standards", REGISTRY),
            Entry("标准", "标准体系", "standards:system", "standards", ("node", "statistics", "node-new")),
            Entry("评价", "评价细则", "evaluation:scorecard", "evaluation", ("scorecard-section",)),
        ]
    menu.append(Entry("评价", "评价", "evaluation:evaluations", "evaluation", EVALUATIONS))
    if can_administer(user):
        menu.append(Entry("管理", "系统管理", "organizations:organizations", "organizations", ADMINISTRATION))
    return [*menu, Entry("管理", "帮助", "help"), Entry("管理", "关于", "about")]


def navigation(request) -> dict:
    """Template context `menu`: (entry, is_current) pairs; empty before login."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.must_change_password:
        return {"menu": []}
    return {"menu": [(entry, entry.is_current(request.resolver_match)) for entry in entries(user)]}
