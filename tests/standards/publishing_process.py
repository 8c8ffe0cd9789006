"""A process of its own that allocates and publishes: `python -m tests.standards.publishing_process JOB`.

JOB is JSON: database (name), organization, actor, class_code, allocations, drafts, and `contested`, what all
processes try to publish; only the first may. It prints `ready`, waits for a line, works, and prints what it was
given as JSON.
"""

import json
import os
import sys

import django


def connect(database: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "gridgov.settings"
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    django.setup()


def allocate(job: dict) -> list[int]:
    from django.db import transaction

    from gridgov.organizations.models import Organization
    from standards.services.numbers import allocate_sequence

    organization = Organization.objects.get(pk=job["organization"])
    given = []
    for _ in range(job["allocations"]):
        with transaction.atomic():
            given.append(allocate_sequence(organization, job["class_code"]))
    return given


def publish(job: dict) -> list[str]:
    from datetime import date

    from gridgov.organizations.models import User
    from standards.errors import StandardsError
    from standards.models import Standard
    from standards.services.lifecycle import take_step

    actor = User.objects.get(pk=job["actor"])
    days = {"issued_on": date(2025, 3, 9), "effective_on": date(2025, 4, 1)}
    numbers = []
    for draft in Standard.objects.filter(pk__in=filter(None, [*job["drafts"], job["contested"]])):
        try:
            row = take_step(actor=actor, standard=draft, step="publish", **days)
        except StandardsError:
            continue
        numbers.append(row.number)
    return numbers


if __name__ == "__main__":
    job = json.loads(sys.argv[1])
    connect(job["database"])
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps({"allocated": allocate(job), "published": publish(job)}), flush=True)
