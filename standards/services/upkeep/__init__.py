"""The upkeep of what is published (T/CSSG 001.2 10.3, 10.7): 复审, 修改, 修订, 废止, another class, former numbers."""

from .aliases import add_alias, add_aliases, remove_alias
from .amendments import confirm_amendment, decline_amendment, request_amendment
from .moving import move_standard
from .reviews import conclude_review, record_opinion, start_review
from .revisions import accept_revision, decline_revision, request_revision
from .withdrawals import withdraw_standard

__all__ = [
    "accept_revision",
    "add_alias",
    "add_aliases",
    "conclude_review",
    "confirm_amendment",
    "decline_amendment",
    "decline_revision",
    "move_standard",
    "record_opinion",
    "remove_alias",
    "request_amendment",
    "request_revision",
    "start_review",
    "withdraw_standard",
]
