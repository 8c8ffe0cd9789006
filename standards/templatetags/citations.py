"""What follows from a 适宜性评审; how old a 查新 is."""

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..models import Standard, SuitabilityReview
from ..references.suitability import next_step

register = template.Library()


@register.simple_tag
def follow_up(review: SuitabilityReview) -> SafeString:
    """The link to apply for the 修改 or 修订 that was concluded; nothing where nothing follows."""
    url, words = next_step(review)
    return format_html('<a href="{}">{}</a>', url, words) if url else SafeString("")


@register.simple_tag
def check_age(standard: Standard, today: date) -> SafeString:
    """「查新超过 12 个月」 or 「未查新」 beside an adopted standard in force; nothing while it is fresh."""
    words = standard.check_overdue(today)
    return format_html('<span class="warn">{}</span>', words) if words else SafeString("")
