"""What is submitted, locked, signed or accepted cannot be changed: kept by the database itself, whoever writes."""

from django.db import migrations

from gridgov.records.triggers import append_only, refuse

ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
LOCKED_MESSAGE = "这份评价已锁定，不能再改"
LOCKED = (
    "EXISTS (SELECT 1 FROM evaluation_evaluation e WHERE e.id = {row}.evaluation_id AND e.state = 'locked')"
)
CLOSED_MESSAGE = "这张评分表已提交或锁定，不能再改"
CLOSED = "EXISTS (SELECT 1 FROM evaluation_sheet s WHERE s.id = {row}.sheet_id AND s.state <> 'open')"
OF_PARTICIPANT = (
    "EXISTS (SELECT 1 FROM evaluation_participant p JOIN evaluation_evaluation e ON e.id = p.evaluation_id"
    " WHERE p.id = {row}.participant_id AND e.state = 'locked')"
)
OF_PLAN = (
    "EXISTS (SELECT 1 FROM evaluation_evaluationplan p JOIN evaluation_evaluation e ON e.id = p.evaluation_id"
    " WHERE p.id = {row}.plan_id AND e.state = 'locked')"
)
# 7.7, telling the result, comes after the lock.
STEP = f"({{row}}.number < 7 AND {LOCKED})"
SENT = (
    "EXISTS (SELECT 1 FROM evaluation_application a WHERE a.id = {row}.application_id"
    " AND a.state NOT IN ('draft', 'returned'))"
)
RULED = (
    "EXISTS (SELECT 1 FROM evaluation_operation o JOIN evaluation_sheet s ON s.id = o.sheet_id"
    " WHERE o.id = NEW.operation_id AND (s.state <> 'open' OR s.participant_id IS NOT NULL))"
)
SIGNABLE = (
    "EXISTS (SELECT 1 FROM evaluation_result r JOIN evaluation_evaluation e ON e.id = r.evaluation_id"
    " JOIN evaluation_participant p ON p.evaluation_id = e.id"
    " WHERE r.id = NEW.result_id AND r.sha256 = NEW.sha256 AND r.version = e.version AND e.state = 'locked'"
    " AND p.id = NEW.participant_id AND p.user_id = NEW.user_id AND p.absence = '')"
)

# The only changes of a locked row: state and version, by reopening. A row becomes locked together with its result
# and its sheets.
KEPT = (
    "id",
    "organization_id",
    "edition_id",
    "kind",
    "commissioned",
    "affected",
    "year",
    "as_of",
    "incidents",
)
KEPT += (
    "incident_note",
    "size_reason",
    "grades",
    "cap_decision",
    "achievements",
    "problems",
    "advice",
    "opened_at",
)
MAY_BE_NULL = ("organizer_id", "application_id", "repeats_id", "opened_by_id")
MAY_BE_NULL += ("operated_from", "self_evaluated_on", "pilot_ends_on")
REOPENED = " AND ".join(
    ["NEW.state = 'open'", "NEW.version = OLD.version + 1"]
    + [f"NEW.{name} = OLD.{name}" for name in KEPT]
    + [f"(NEW.{name} = OLD.{name} OR (NEW.{name} IS NULL AND OLD.{name} IS NULL))" for name in MAY_BE_NULL]
)
MAY_LOCK = (
    "EXISTS (SELECT 1 FROM evaluation_result r WHERE r.evaluation_id = NEW.id AND r.version = NEW.version)"
    " AND NOT EXISTS (SELECT 1 FROM evaluation_sheet s WHERE s.evaluation_id = NEW.id AND s.state <> 'locked')"
)
WRONG_UPDATE = (
    f"(OLD.state = 'locked' AND COALESCE(NOT ({REOPENED}), TRUE))"
    f" OR (OLD.state = 'open' AND (NEW.version <> OLD.version OR (NEW.state <> 'open' AND NOT ({MAY_LOCK}))))"
)
MOVED = (
    "NEW.evaluation_id <> OLD.evaluation_id OR NEW.serial < OLD.serial"
    " OR COALESCE(NEW.participant_id, 0) <> COALESCE(OLD.participant_id, 0)"
)


def never(table, condition, message, events=tuple(ROWS)):
    """Operations that refuse `events` on the rows of `table` for which the condition holds."""
    return [
        refuse(
            table=f"evaluation_{table}",
            event=event,
            message=message,
            condition=" OR ".join(condition.format(row=row) for row in ROWS[event]),
        )
        for event in events
    ]


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0005_panels")]

    operations = [
        *append_only("evaluation_operation", "判定的改动只增不改"),
        *never("operation", CLOSED, CLOSED_MESSAGE, ["INSERT"]),
        *never("judgement", CLOSED, CLOSED_MESSAGE),
        *never("evidence", CLOSED, CLOSED_MESSAGE),
        *never("sheet", LOCKED, LOCKED_MESSAGE, ["INSERT", "DELETE"]),
        refuse(
            table="evaluation_sheet",
            event="UPDATE",
            message=LOCKED_MESSAGE,
            condition=f"{MOVED} OR {LOCKED.format(row='OLD')}",
        ),
        *never("participant", LOCKED, LOCKED_MESSAGE),
        *never("assignment", OF_PARTICIPANT, LOCKED_MESSAGE),
        *never("evaluationplan", LOCKED, LOCKED_MESSAGE),
        *never("scheduleslot", OF_PLAN, LOCKED_MESSAGE),
        *never("site", OF_PLAN, LOCKED_MESSAGE),
        *append_only("evaluation_sample", "抽样结果只增不改"),
        *never("sample", LOCKED, LOCKED_MESSAGE, ["INSERT"]),
        *never("onsitestep", STEP, LOCKED_MESSAGE),
        *append_only("evaluation_attendance", "签到只增不改"),
        *never("survey", LOCKED, LOCKED_MESSAGE),
        *never("turnaround", LOCKED, LOCKED_MESSAGE),
        *append_only("evaluation_ruling", "合议裁定只增不改"),
        *never("ruling", RULED, CLOSED_MESSAGE, ["INSERT"]),
        *append_only("evaluation_result", "评价结果只增不改"),
        *append_only("evaluation_signature", "签字只增不改"),
        refuse(
            table="evaluation_signature",
            event="INSERT",
            message="只有评估组成员可以在最新一版锁定的结果上签字",
            condition=f"NOT {SIGNABLE}",
        ),
        *append_only("evaluation_notice", "评估情况通报只增不改"),
        *never("problem", "{row}.state = 'closed'", "已销号的问题不能再改", ["DELETE"]),
        refuse(
            table="evaluation_problem",
            event="UPDATE",
            message="已销号的问题不能再改",
            condition="OLD.state = 'closed'",
        ),
        *[
            refuse(
                table="evaluation_application",
                event=event,
                message="已受理的评估申请不能再改",
                condition="OLD.state = 'accepted'",
            )
            for event in ("UPDATE", "DELETE")
        ],
        *never("applicationdocument", SENT, "已提交的评估申请，材料不能再改"),
        refuse(table="evaluation_evaluation", event="UPDATE", message=LOCKED_MESSAGE, condition=WRONG_UPDATE),
        refuse(
            table="evaluation_evaluation",
            event="DELETE",
            message=LOCKED_MESSAGE,
            condition="OLD.state = 'locked'",
        ),
    ]
