"""What is told to the trail from below: logins, and the decisions of `organizations`."""

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from gridgov.organizations.models import User
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
            actor=user,
            verb="logout",
            target=user,
            organization=user.organization,
            address=address_of(request),
        )


@receiver(user_login_failed)
def keep_failure(sender, credentials, request=None, **kwargs):
    """The typed name, never the password; told to the organisation of the account that was tried."""
    typed = str(credentials.get("username") or "")[:40]
    try:
        user = User.objects.get_by_natural_key(typed)
    except User.DoesNotExist:
        user = None
    record_event(actor=None, verb="login_failed", target=user, label=typed, address=address_of(request))
