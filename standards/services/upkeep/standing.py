"""What upkeep asks of a standard before anything else, and who applies for what."""

from django.utils import timezone

from gridgov.organizations.models import Department

from ...errors import StandardsError
from ...models import Standard


def check_stands(row: Standard, what: str) -> None:
    """An own standard in force, neither withdrawn nor with a successor; StandardsError otherwise."""
    if not row.is_own:
        raise StandardsError(f"只有自制标准可以{what}；采用标准和指导性文件随发布机构变化，请查新。")
    if not row.is_published:
        raise StandardsError(f"“{row.title}”还没有发布，不能{what}；草案请直接编辑。")
    if row.withdrawn_on:
        raise StandardsError(f"“{row.number}”已于 {row.withdrawn_on} 废止，不能{what}。")
    if row.replaced_on:
        raise StandardsError(
            f"“{row.number}”自 {row.replaced_on} 起被新版本代替，不能{what}，请到新版本办理。"
        )
    if row.effective_on > timezone.localdate():
        raise StandardsError(f"“{row.number}”自 {row.effective_on} 起实施，实施后才能{what}。")


def drafting_departments(row: Standard):
    """Who applies for a 修改单: the drafting department (10.7 b); any of the organisation where none is named."""
    own = Department.objects.of(row.organization)
    return own.filter(pk=row.drafting_department_id) if row.drafting_department_id else own


def concerned_departments(row: Standard):
    """Who applies for a revision: departments that use or drafted it (10.3.2); any where none is named."""
    own = Department.objects.of(row.organization)
    keys = {*row.departments.values_list("pk", flat=True), row.drafting_department_id} - {None}
    return own.filter(pk__in=keys) if keys else own
