"""Which account an attempt counts against: `Admin` and `ａｄｍｉｎ` are the same person."""

import unicodedata


def counted_username(request, credentials) -> str:
    """The typed name as the lock counts it: NFKC and without case, as names are compared at login."""
    typed = (credentials or request.POST).get("username") or ""
    return unicodedata.normalize("NFKC", str(typed)).casefold()
