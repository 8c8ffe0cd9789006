"""Reading the trail and the attachments."""

from django.db.models import QuerySet

from gridgov.organizations.querysets import SiteOwnedQuerySet


def target_key(target) -> dict:
    """The columns that point at `target`, a saved model."""
    return {"target_type": target._meta.label_lower, "target_id": str(target.pk)}


class EventQuerySet(SiteOwnedQuerySet):
    def about(self, target):
        """What happened to one row, newest first."""
        return self.filter(**target_key(target)).order_by("-id")


class RemovableQuerySet(QuerySet):
    """Rows that stay, marked with `removed_at`, when what they tell of is taken away."""

    def kept(self):
        """What was not taken away."""
        return self.filter(removed_at=None)
