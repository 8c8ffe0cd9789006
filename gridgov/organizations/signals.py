"""Told to whoever keeps the trail: `records` stands above this app and may not be imported from here."""

from django.dispatch import Signal

# Arguments: actor (User or None), verb (str of records.Event.Verb), target (model), organization, changes (dict).
acted = Signal()
