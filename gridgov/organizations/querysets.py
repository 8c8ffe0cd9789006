"""Reading organisations and people: everything a request reaches starts at `visible_to(user)`."""

import unicodedata

from django.db import models
from django.db.models import Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact


def within(scope: tuple[str, ...], field: str = "path") -> models.Q:
    """Condition: the organisation path in `field` lies in one of the subtrees of `scope`."""
    condition = models.Q(pk__in=[])
    for path in scope:
        condition |= models.Q(**{f"{field}__startswith": path})
    return condition


class OrganizationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The user's organisations and those below them."""
        return self.filter(within(user.scope))

    def administered_by(self, user):
        """The organisations in which the user may make accounts and organisations."""
        return self.filter(within(user.administered_scope))

    def home_of(self, user):
        """The organisation a user is shown unasked: the own one, else the first in sight; None without any."""
        seen = self.visible_to(user)
        return seen.filter(pk=user.organization_id).first() or seen.first()


class OwnedQuerySet(models.QuerySet):
    """Rows that carry an `organization`; the base of every registry of the site."""

    def visible_to(self, user):
        """Rows of the organisations the user sees."""
        return self.filter(within(user.scope, "organization__path"))

    def administered_by(self, user):
        """Rows of the organisations the user administers; never more than what is visible."""
        return self.filter(within(user.administered_scope, "organization__path"))

    def of(self, organization):
        """Rows of exactly this organisation."""
        return self.filter(organization=organization)


class SiteOwnedQuerySet(OwnedQuerySet):
    """Rows that may belong to no organisation: those are the site's own, for its administrators alone."""

    def visible_to(self, user):
        return self.all() if user.is_site_administrator else super().visible_to(user)

    def administered_by(self, user):
        return self.all() if user.is_site_administrator else super().administered_by(user)


class UserQuerySet(SiteOwnedQuerySet):
    def named(self, username: str):
        """The account of this user name, in whatever case and width it was typed; at most one.

        In the words of the unique index, so that it is used on both databases.
        """
        typed = unicodedata.normalize("NFKC", username)
        return self.filter(Exact(Lower("username"), Lower(Value(typed))))

    def with_roles(self):
        return self.select_related("organization", "department").prefetch_related("assignments")
