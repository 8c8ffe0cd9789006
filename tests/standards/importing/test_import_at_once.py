"""A list is confirmed while somebody else writes: what the other wrote is seen first, and never lost."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from standards.errors import StandardsError
from standards.models import Standard
from standards.services.importing import confirm_import
from standards.services.registry import edit_standard
from tests import factories
from tests.standards.importing.making import checked, leaf, row


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_edit_under_way_is_shown_before_the_list_writes_over_it():
    call_command("load_tree", verbosity=0)
    city = factories.make_organization()
    office = factories.make_office_user(city)
    known = factories.make_adopted(city, leaf("4.1.1"))
    batch = checked(office, row(标准名称="表中的名称"))
    written = Event()

    def edit():
        try:
            with transaction.atomic():
                edit_standard(actor=office, standard=known, values={"title": "别人改的名称"})
                written.set()
                # The list is being confirmed; on PostgreSQL it waits for the row.
                time.sleep(1)
        finally:
            connection.close()

    def confirm():
        try:
            written.wait(timeout=30)
            confirm_import(actor=office, batch=batch)
        except StandardsError as error:
            return error.message
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        edited, told = pool.submit(edit), pool.submit(confirm)
        edited.result()
    assert "已经重新预检" in told.result()
    assert Standard.objects.get().title == "别人改的名称"
