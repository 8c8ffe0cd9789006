"""Told to those who stand above this app and may not be imported from here."""

from django.dispatch import Signal

# For whoever keeps the trail. Arguments: actor (User or None), verb (str of records' Verb), target (model),
# organization, changes (dict), and reason (str) where there is one.
acted = Signal()

# Asked before the initials of an organisation change. Arguments: organization, before, after (letters).
# A receiver refuses by raising OrganizationsError(…, field="initials"): they stand in every number given.
initials_changing = Signal()
