"""Told to those who stand above this app and may not be imported from here."""

from django.dispatch import Signal

# A new edition was published, in the transaction that publishes it. Arguments: actor, standard, and old, the edition
# it revises (T/CSSG 001.2 10.7 c).
edition_published = Signal()

# A finding went its whole way and was closed, in the transaction that closes it. Arguments: actor, finding (11.4.2).
finding_closed = Signal()
