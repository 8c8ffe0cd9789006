"""What is locked, published or done cannot be changed: kept by the database itself, whoever writes."""

from django.db import migrations

from gridgov.records.triggers import append_only, refuse

LOCKED = (
    "EXISTS (SELECT 1 FROM evaluation_evaluation e WHERE e.id = {row}.evaluation_id AND e.state = 'locked')"
)
LOCKED_MESSAGE = "这份评价已锁定，不能再改"
ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}

# The only changes of a locked row: state and version, by reopening. A row becomes locked together with its result.
KEPT = (
    "id",
    "organization_id",
    "edition_id",
    "kind",
    "year",
    "as_of",
    "serial",
    "incidents",
    "incident_note",
)
KEPT += ("cap_decision", "achievements", "problems", "advice", "opened_at")
MAY_BE_NULL = ("operated_from", "self_evaluated_on", "pilot_ends_on", "opened_by_id")
REOPENED = " AND ".join(
    ["NEW.state = 'open'", "NEW.version = OLD.version + 1"]
    + [f"NEW.{name} = OLD.{name}" for name in KEPT]
    + [f"(NEW.{name} = OLD.{name} OR (NEW.{name} IS NULL AND OLD.{name} IS NULL))" for name in MAY_BE_NULL]
)
HAS_RESULT = (
    "EXISTS (SELECT 1 FROM evaluation_result r WHERE r.evaluation_id = NEW.id AND r.version = NEW.version)"
)
WRONG_UPDATE = (
    f"(OLD.state = 'locked' AND COALESCE(NOT ({REOPENED}), TRUE))"
    f" OR (OLD.state = 'open' AND (NEW.version <> OLD.version OR (NEW.state <> 'open' AND NOT {HAS_RESULT})))"
)


def while_locked(table, events=tuple(ROWS)):
    """Operations that refuse `events` on the rows of a locked evaluation."""
    return [
        refuse(
            table=table,
            event=event,
            message=LOCKED_MESSAGE,
            condition=" OR ".join(LOCKED.format(row=row) for row in ROWS[event]),
        )
        for event in events
    ]


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_initial"), ("records", "0002_triggers")]

    operations = [
        *append_only("evaluation_operation", "判定的改动只增不改"),
        *append_only("evaluation_result", "评价结果只增不改"),
        *while_locked("evaluation_operation", ["INSERT"]),
        *while_locked("evaluation_judgement"),
        *while_locked("evaluation_evidence"),
        *while_locked("evaluation_participant"),
        refuse(table="evaluation_evaluation", event="UPDATE", message=LOCKED_MESSAGE, condition=WRONG_UPDATE),
        refuse(
            table="evaluation_evaluation",
            event="DELETE",
            message=LOCKED_MESSAGE,
            condition="OLD.state = 'locked'",
        ),
        *[
            refuse(
                table="evaluation_scorecardedition",
                event=event,
                message="评价细则已发布，不能再改",
                condition="OLD.published_at IS NOT NULL",
            )
            for event in ("UPDATE", "DELETE")
        ],
    ]
