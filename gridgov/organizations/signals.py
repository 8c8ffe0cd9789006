"""Told to those who stand above this app and may not be imported from here."""

from django.dispatch import Signal

# For whoever keeps the trail. Arguments: actor (User or None), verb (str of records.Event.Verb), target (model),
# organization, changes (dict).
acted = Signal()

# Asked before the initials of an organisation change. Arguments: organization (as it is still stored), before, after.
# A receiver refuses by raising OrganizationsError(…, field="initials"): initials stand in every number given so far.
initials_changing = Signal()
