"""培训与宣贯 (T/CSSG 001.2 7.3, 11.2.1; A1-4, A6-1)."""

from django import forms

from ..filters import RecordFilter, choice, day
from ..forms.fields import StandardsField, standard_of
from ..forms.records import RecordForm
from ..models import Attendance, Person, TrainingSession
from ..rates import average
from ..training import training_figures, with_attendance
from .kind import Kind, Part, column, derived


class NativeTime(forms.TimeInput):
    """The browser's own time field."""

    input_type = "time"

    def __init__(self):
        super().__init__(format="%H:%M")


class TrainingForm(RecordForm):
    """The five elements of A1-4-2 and what the office keeps besides."""

    standards = StandardsField(label="涉及的标准", required=False)
    plans = ("training", "implementation", "strategy")
    pairs = {"type": "department", "held_on": "held_at", "hours": "place", "teacher": "audience"}

    class Meta:
        model = TrainingSession
        fields = [
            *("title", "type", "department", "plan_item", "held_on", "held_at", "hours", "place"),
            *("teacher", "audience", "content", "standards", "result"),
        ]
        widgets = {
            "content": forms.Textarea(attrs={"rows": 4}),
            "result": forms.Textarea(attrs={"rows": 3}),
        }

    def limit(self) -> None:
        self.fields["held_at"].widget = NativeTime()
        self.fields["held_at"].error_messages["invalid"] = "时间应如 14:30，请改正。"


class AttendanceForm(RecordForm):
    pairs = {"score": "result"}

    class Meta:
        model = Attendance
        fields = ["person", "present", "score", "result", "remark"]

    def limit(self) -> None:
        people = Person.objects.of(self.organization).kept().select_related("department")
        self.fields["person"].queryset = people
        self.fields["person"].help_text = "名单来自“机构与人员”"
        # A box that is not ticked is not sent: on a sheet, an empty cell means the same as on the form.
        self.fields["present"].required = False


class TrainingFilter(RecordFilter):
    search = ("title", "content", "teacher", "place")
    since = day("日期", "held_on", "gte")
    until = day("至", "held_on", "lte")
    type = choice("类别", TrainingSession.Type)


def state_words(row, on) -> str:
    """待举办 before the day; then whether the record is whole."""
    if not row.is_held(on):
        return "待举办"
    missing = row.missing(row.came)
    return f"缺{'、'.join(missing)}" if missing else "五要素齐全"


def state_tone(row, on) -> str:
    if not row.is_held(on):
        return "info"
    return "warn" if row.missing(row.came) else "good"


def session_details(row, on) -> dict:
    """What stands above the list of people: how many came, how they did."""
    people = list(row.attendances.kept())
    came = [each for each in people if each.present]
    scores = [each.score for each in came if each.score is not None]
    return {
        "came": len(came),
        "listed": len(people),
        "assessed": sum(1 for each in came if each.is_assessed),
        "passed": sum(1 for each in came if each.result == "passed"),
        "average": average(scores),
        "elements": [(name, name not in row.missing(len(came))) for name in ELEMENTS],
        "is_held": row.is_held(on),
    }


def figures(organization, on) -> dict:
    return {"figures": training_figures(organization, on=on)}


def from_standard(organization, query) -> dict:
    """A session entered from a standard makes it known (11.2.1)."""
    standard = standard_of(organization, query)
    if standard is None:
        return {}
    return {"type": "promotion", "title": f"《{standard.title}》宣贯", "standards": [standard]}


ELEMENTS = ("时间", "地点", "人物", "培训内容", "授课教师")
ATTENDANCES = Part(
    slug="people",
    model=Attendance,
    noun="参加人员",
    label="参加人员和考核结果",
    parent="session",
    related="attendances",
    form=AttendanceForm,
    identity=("person",),
    select=("person__department", "session"),
    empty="还没有参加人员。没有人员的培训不计入完成率和参训率。",
    columns=(
        column(Attendance, "person", 12),
        derived("部门", 16, lambda row, on: str(row.person.department or "")),
        column(Attendance, "present", 8),
        column(Attendance, "score", 10),
        column(Attendance, "result", 10),
        column(Attendance, "remark", 20),
    ),
)

TRAINING = Kind(
    slug="training",
    model=TrainingSession,
    label="培训与宣贯",
    noun="培训记录",
    clause="第2部分 7.3、11.2.1",
    advice="还没有培训记录。先编人员培训计划，办完一次登记一次：时间、地点、人物、培训内容、授课教师五项要齐全。",
    form=TrainingForm,
    filters=TrainingFilter,
    identity=("title", "held_on"),
    owner="session",
    papers=("sign_in", "handout", "paper", "photo", "other"),
    by_departments=True,
    select=("department", "plan_item__plan", "organization"),
    prefetch=("standards",),
    annotate=with_attendance,
    parts=(ATTENDANCES,),
    summary=figures,
    details=session_details,
    begin=from_standard,
    columns=(
        column(TrainingSession, "held_on", 12),
        column(TrainingSession, "held_at", 9, listed=False),
        column(TrainingSession, "type", 7),
        column(TrainingSession, "title", 30, link=True),
        column(TrainingSession, "department", 14),
        column(TrainingSession, "place", 16),
        column(TrainingSession, "teacher", 10),
        column(TrainingSession, "hours", 7, listed=False),
        column(TrainingSession, "audience", 14, listed=False),
        derived("到场人数", 9, lambda row, on: row.came),
        derived("考核人数", 9, lambda row, on: row.assessed),
        column(TrainingSession, "content", 36, listed=False),
        column(TrainingSession, "standards", 30, listed=False),
        column(TrainingSession, "result", 30, listed=False),
        derived("记录", 16, state_words, tone=state_tone),
    ),
)
