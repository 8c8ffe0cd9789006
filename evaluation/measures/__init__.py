"""What the panel measures, computed: 满意度 (A7-1-1) and 缩短时间率 (A7-2-1). Pure; evaluation §3.5.

`satisfaction` and `efficiency` take rows as `Survey` and `Turnaround` have them, in memory or saved. `offers_for`
says what the two requirements would be judged by; the judgement stays a person's.
"""

from .efficiency import Efficiency, efficiency
from .exact import decimal_text, percent_text, percent_words
from .offers import EFFICIENCY, SATISFACTION, Offer, Summary, offers_for, summary_of
from .satisfaction import FEWEST, PRECISIONS, Satisfaction, needed, satisfaction, wilson

__all__ = [
    "EFFICIENCY",
    "FEWEST",
    "PRECISIONS",
    "SATISFACTION",
    "Efficiency",
    "Offer",
    "Satisfaction",
    "Summary",
    "decimal_text",
    "efficiency",
    "needed",
    "offers_for",
    "percent_text",
    "percent_words",
    "satisfaction",
    "summary_of",
    "wilson",
]
