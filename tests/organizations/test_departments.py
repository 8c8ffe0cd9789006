"""Departments of an organisation."""

import pytest

from gridgov.organizations.errors import OrganizationsError
from gridgov.organizations.models import Department
from gridgov.organizations.services import create_department, edit_department
from gridgov.records.models import Event


def last_event():
    event = Event.objects.exclude(verb__in=["login", "logout"]).first()
    return (event.verb, event.actor.username, event.organization.name, event.target_label, event.changes)


def test_new_department_is_an_event_of_the_organization(city, administrator):
    made = create_department(actor=administrator, organization=city, name="综合业务科")
    assert (made.is_active, last_event()) == (
        True,
        ("create", "administrator", city.name, "综合业务科", {"部门名称": ["", "综合业务科"]}),
    )


def test_department_is_renamed_and_switched_off(city, department, administrator):
    edit_department(actor=administrator, department=department, name="综合科", is_active=False)
    department.refresh_from_db()
    assert (department.name, list(city.departments.filter(is_active=True))) == ("综合科", [])
    assert last_event() == (
        "change",
        "administrator",
        city.name,
        "综合科",
        {"部门名称": ["综合业务科", "综合科"], "在用": ["是", "否"]},
    )


def test_two_departments_of_one_name_are_refused(city, department, administrator):
    with pytest.raises(OrganizationsError, match="本组织已有同名的部门。"):
        create_department(actor=administrator, organization=city, name="综合业务科")


def test_another_organization_may_have_the_same_name(county, department, administrator):
    assert create_department(actor=administrator, organization=county, name="综合业务科").pk


def test_pages_add_and_change(client, city, administrator):
    client.force_login(administrator)
    client.post(f"/organizations/{city.pk}/departments/new/", {"name": "督查科", "order": "2"})
    made = Department.objects.get()
    client.post(f"/departments/{made.pk}/edit/", {"name": "督查考评科", "order": "1"})
    made.refresh_from_db()
    assert (made.organization, made.name, made.order, made.is_active) == (city, "督查考评科", 1, False)


def test_page_refuses_a_second_one_of_that_name(client, city, department, administrator):
    client.force_login(administrator)
    form = client.post(f"/organizations/{city.pk}/departments/new/", {"name": "综合业务科"}).context["form"]
    assert form.errors == {"name": ["本组织已有同名的部门。"]}
