"""What is told to the trail from below: logins, and the decisions of `organizations`."""

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver

from gridgov.organizations.signals import acted

from .services import record_event


def address_of(request):
    """The client's address as the server sees it; a proxy in front rewrites REMOTE_ADDR."""
    return request.META.get("REMOTE_ADDR") or None if request is not None else None


@receiver(acted)
def keep_decision(sender, *, actor, verb, target, organization, changes, reason="", **kwargs):
    record_event(
        actor=actor, verb=verb, target=target, organization=organization, changes=changes, reason=reason
    )


@receiver(user_logged_in)
def keep_login(sender, request, user, **kwargs):
    record_event(
        actor=user, verb="login", target=user, organization=user.organization, address=address_of(request)
    )


@receiver(user_logged_out)
def keep_logout(sender, request, user, **kwargs):
    if user is not None:
        record_event(
            actor=user, verb="logout", target=user, organization=user.organization, address=address_of(request)
        )
