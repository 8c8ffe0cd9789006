"""Reaching records the way every view of this app does: seen or 404, allowed or 403; and what pages share."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from gridgov.organizations.permissions import can_read_registry

from ..kinds import KINDS, Kind, Part
from ..permissions import can_attach, can_write, writable_organizations
from ..services.documents import CLOSED

NO_ROLE = "您在任何组织都没有角色，不能查看工作记录。需要时请联系本组织的系统管理员。"
OFFICE_ONLY = "{label}由本组织的标准化管理办公室登记。"
WITH_DEPARTMENTS = "{label}由标准化管理办公室登记；部门只登记本部门的。"


def kind_or_404(slug: str) -> Kind:
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]


def part_or_404(kind: Kind, slug: str) -> Part:
    part = kind.part(slug)
    if part is None:
        raise Http404
    return part


def require_reader(user) -> None:
    if not can_read_registry(user):
        raise PermissionDenied(NO_ROLE)


def refusal(kind: Kind) -> str:
    return (WITH_DEPARTMENTS if kind.by_departments else OFFICE_ONLY).format(label=kind.label)


def seen_record(request, kind: Kind, pk: int):
    """A record the user may see that was not taken away; 404 otherwise."""
    rows = kind.rows(kind.model.objects.visible_to(request.user).kept())
    return get_object_or_404(rows, pk=pk)


def written_record(request, kind: Kind, pk: int):
    """A record the user may write to, whatever its state; 403 for those who only read."""
    row = seen_record(request, kind, pk)
    if not can_write(request.user, kind, row):
        raise PermissionDenied(refusal(kind))
    return row


def attached_record(request, kind: Kind, pk: int):
    """A record whose files the user may bring; 403 for those who only read."""
    row = seen_record(request, kind, pk)
    if not can_attach(request.user, kind, row):
        raise PermissionDenied(CLOSED if getattr(row, "state", "") == "closed" else refusal(kind))
    return row


def chosen_organization(request, kind: Kind):
    """The organisation asked for among those where the user may add records, the first without a wish; 403 if none."""
    key = request.GET.get("organization")
    for organization in writable_organizations(request.user, kind):
        if not key or str(organization.pk) == key:
            return organization
    raise PermissionDenied(refusal(kind))


def list_url(request, kind: Kind) -> str:
    """The list as the user left it."""
    query = request.session.get(f"activities_{kind.slug}")
    return reverse(f"activities:{kind.slug}") + (f"?{query}" if query else "")


def remember_list(request, kind: Kind) -> None:
    """Coming back from a detail keeps filters and page; written only when they change."""
    query, name = request.GET.urlencode(), f"activities_{kind.slug}"
    if request.session.get(name, "") != query:
        request.session[name] = query


def trail(request, kind: Kind, row=None) -> list[tuple[str, str]]:
    found = [(kind.label, list_url(request, kind))]
    return [*found, (str(row)[:40], row.get_absolute_url())] if row is not None else found


def form_page(request, kind: Kind, form, heading: str, row=None, **context):
    """A page that is one form about a record, or about a new one."""
    cancel = row.get_absolute_url() if row is not None else list_url(request, kind)
    context = {"cancel_url": cancel, "trail": trail(request, kind, row), **context}
    return render(request, "components/form_page.html", {"form": form, "heading": heading, **context})


def refuse(request, row, sentence: str):
    """The state of the record does not allow it: say so on its page."""
    messages.error(request, sentence)
    return redirect(row)
