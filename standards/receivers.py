"""What the registry has a say in: initials stand in every number given, and a number is given once (10.6.2)."""

from django.dispatch import receiver

from gridgov.organizations.errors import OrganizationsError
from gridgov.organizations.signals import initials_changing

from .models import NumberCounter


@receiver(initials_changing)
def keep_initials(sender, *, organization, before, **kwargs):
    """Refuse other initials once the organisation has given or taken over a number."""
    if NumberCounter.objects.filter(organization=organization).exists():
        message = f"本组织已有标准用了 Q/{before}WG 开头的编号，给过的编号不能改，地名首字母也不能再改。"
        raise OrganizationsError(message, field="initials")
