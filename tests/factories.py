"""Plain makers of rows: each takes what the test cares about and fills in the rest."""

import itertools
from datetime import date

from django.core.files.base import ContentFile

from gridgov.organizations.models import Department, Organization, Role, RoleAssignment, User
from gridgov.organizations.services import create_organization
from gridgov.records.services import receive_attachment
from standards.models import Node, Standard, StandardDocument

PASSWORD = "Wangge-2026-ceshi"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
counter = itertools.count(1)


def make_organization(name="安澜市网格化治理中心", *, parent=None, level="city", **fields) -> Organization:
    fields.setdefault("place_name", name[:3])
    fields.setdefault("initials", "AL")
    return create_organization(actor=None, parent=parent, name=name, level=level, **fields)


def make_department(organization, name="综合业务科") -> Department:
    return Department.objects.create(organization=organization, name=name)


def make_user(username="user", *, organization=None, roles=(), **fields) -> User:
    """A user who has already changed the first password."""
    fields = {"name": username, "must_change_password": False, **fields}
    user = User.objects.create_user(username, PASSWORD, organization=organization, **fields)
    for role in roles:
        RoleAssignment.objects.create(user=user, organization=organization, role=role)
    return user


def make_office_user(organization, username="office") -> User:
    return make_user(username, organization=organization, roles=[Role.OFFICE])


def make_node(code="TG204x", *, subsystem="TG", class_code="TG204", kind="leaf", **fields) -> Node:
    fields = {"name": "网格巡查管理", "clause": "5.4.2", "order": next(counter), **fields}
    return Node.objects.create(code=code, subsystem=subsystem, class_code=class_code, kind=kind, **fields)


def make_attachment(organization, *, name="文本.pdf", content=PDF, user=None):
    attachment = receive_attachment(
        organization=organization, name=name, file=ContentFile(content), uploaded_by=user
    )
    attachment.save()
    return attachment


def make_document(standard, kind="text", *, name="文本.pdf", content=PDF) -> StandardDocument:
    attachment = make_attachment(standard.organization, name=name, content=content)
    return StandardDocument.objects.create(standard=standard, attachment=attachment, kind=kind)


def make_adopted(
    organization, node, number="GB/T 34300-2017", title="城乡社区网格化服务管理规范", **fields
) -> Standard:
    """An adopted standard as the registry would hold it: its number columns are read from `number`."""
    from standards.services.numbers import number_columns

    fields = {
        "rank": "national",
        "stage": "published",
        "issued_on": date(2017, 9, 7),
        "effective_on": date(2018, 4, 1),
        **number_columns(number),
        **fields,
    }
    return Standard.objects.create(
        organization=organization, node=node, origin="adopted", title=title, **fields
    )


def make_draft(organization, node, title="网格巡查管理规范", **fields) -> Standard:
    """An own standard in drafting: no number, no dates."""
    return Standard.objects.create(
        organization=organization, node=node, origin="own", rank="own", title=title, **fields
    )


def make_published(organization, node, sequence=1, title="网格巡查管理规范", year=2025, **fields) -> Standard:
    """An own standard in force since 1 May of its year, with number columns as publishing writes them."""
    from standards.services.numbers import number_columns

    number = f"Q/{organization.initials}WG {node.class_code}•{sequence}-{year}"
    fields = {
        "approved_on": date(year, 4, 10),
        "issued_on": date(year, 4, 15),
        "effective_on": date(year, 5, 1),
        "approver": "李主任",
        "drafters": "王起草",
        **number_columns(number),
        **fields,
    }
    return Standard.objects.create(
        organization=organization,
        node=node,
        origin="own",
        rank="own",
        stage="published",
        title=title,
        **fields,
    )
