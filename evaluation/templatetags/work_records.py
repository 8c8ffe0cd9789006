"""Requirements of Appendix A beside the records that prove them, and the other way round."""

from django import template

from gridgov.organizations.models import Organization

from ..models import ScorecardEdition
from ..sheet.work_records import records_for, requirements_of

register = template.Library()


@register.inclusion_tag("evaluation/_requirements_of_kind.html")
def requirements_of_kind(kind):
    """对应评价要求 of a list of records, by the newest edition; nothing before an edition is loaded."""
    edition = ScorecardEdition.objects.newest()
    if edition is None:
        return {"requirements": []}
    slugs = [kind.slug] if kind.slug != "people" else ["people", "chart"]
    codes = [code for slug in slugs for code in requirements_of(edition.code, slug)]
    if not codes:
        return {"requirements": []}
    known = edition.scorecard.requirements_by_code
    return {"requirements": [known[code] for code in sorted(dict.fromkeys(codes), key=list(known).index)]}


@register.inclusion_tag("evaluation/_records_for.html")
def work_records(evaluation, target, user):
    """工作记录 for a requirement; linked for whoever sees the organisation's records."""
    rows = records_for(evaluation, target)
    sees = bool(rows) and Organization.objects.visible_to(user).filter(pk=evaluation.organization_id).exists()
    return {"rows": rows, "sees": sees, "evaluation": evaluation}
