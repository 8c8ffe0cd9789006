"""Which organisations a list is about: those of the user's roles, those below, both, or one of them."""

from django.db.models import Q

from gridgov.keys import read_key
from gridgov.organizations.filters import CardFilterSet
from gridgov.organizations.models import Organization

OWN, BELOW, ALL = "own", "below", "all"
SCOPES = {OWN: "本组织", BELOW: "下级组织", ALL: "本组织及下级"}
MOST_ORGANIZATIONS = 50


class ScopedFilterSet(CardFilterSet):
    """Filters with a field `organization`: `own`, `below`, `all` or a key; without it where the user has a role.

    `rows` are what the user sees; `shown` makes of those asked for the rows that the filters narrow.
    """

    def __init__(self, data, *, user, rows):
        self.user = user
        self.organizations = list(Organization.objects.visible_to(user)[: MOST_ORGANIZATIONS + 1])
        self.homes = {key for key, _ in user.held_roles}
        self.scope = data.get("organization") or (OWN if self.homes else ALL)
        self.scoped = self.in_scope(rows, "organization__")
        super().__init__(data, queryset=self.shown(self.scoped))
        self.limit_choices()

    def shown(self, rows):
        return rows

    def in_scope(self, rows, prefix: str = ""):
        """`rows` of the organisations asked for; `prefix` leads to the organisation."""
        at_home = Q(**{f"{prefix}pk__in": self.homes})
        if self.scope == OWN:
            return rows.filter(at_home)
        if self.scope == BELOW:
            return rows.exclude(at_home)
        if self.scope.isdecimal():
            return rows.filter(**{f"{prefix}pk": read_key(self.scope)})
        return rows

    def limit_choices(self) -> None:
        """Offer only what the user sees; a person of one organisation is not asked which."""
        fields = self.form.fields
        fields["organization"].widget.choices = self.organization_choices()
        if len(self.organizations) < 2:
            del fields["organization"]

    def organization_choices(self) -> list:
        choices = [(key, words) for key, words in SCOPES.items() if self.homes or key == ALL]
        if len(self.organizations) <= MOST_ORGANIZATIONS:
            choices.append(("按组织", [(each.pk, each.name) for each in self.organizations]))
        return choices

    def leave(self, rows, name, value):
        """For fields that are applied elsewhere."""
        return rows

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the organisation was asked for."""
        return any(self.data.get(name) for name in self.form.fields if name != "organization")
