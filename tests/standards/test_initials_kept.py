"""Initials of an organisation stay once a number carries them (T/CSSG 001.2 10.6.2)."""

import pytest

from gridgov.organizations.errors import OrganizationsError
from gridgov.organizations.services import edit_organization
from standards.models import NumberCounter


def test_initials_change_while_no_number_is_given(city, county, administrator):
    NumberCounter.objects.create(organization=county, class_code="TG204", last=1)
    assert edit_organization(actor=administrator, organization=city, initials="ANL").initials == "ANL"


def test_initials_stay_once_a_number_is_given(city, administrator):
    NumberCounter.objects.create(organization=city, class_code="TG204", last=1)
    with pytest.raises(OrganizationsError) as caught:
        edit_organization(actor=administrator, organization=city, initials="ANL")
    city.refresh_from_db()
    assert (city.initials, caught.value.field, caught.value.message) == (
        "AL",
        "initials",
        "本组织已有标准用了 Q/ALWG 开头的编号，给过的编号不能改，地名首字母也不能再改。",
    )


def test_other_facts_change_all_the_same(city, administrator):
    NumberCounter.objects.create(organization=city, class_code="TG204", last=1)
    assert edit_organization(actor=administrator, organization=city, name="新名称").name == "新名称"
