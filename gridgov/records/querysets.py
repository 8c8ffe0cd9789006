"""Reading the trail and the attachments."""

from gridgov.organizations.querysets import OwnedQuerySet, SiteOwnedQuerySet


def target_key(target) -> dict:
    """The columns that point at `target`, a saved model."""
    return {"target_type": target._meta.label_lower, "target_id": str(target.pk)}


class EventQuerySet(SiteOwnedQuerySet):
    def about(self, target):
        """What happened to one row, newest first."""
        return self.filter(**target_key(target)).order_by("-id")


class AttachmentQuerySet(OwnedQuerySet):
    pass
