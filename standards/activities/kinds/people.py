"""机构与人员 (T/CSSG 001.2 §7; A1-3)."""

from dataclasses import dataclass

from django import forms
from django.db.models import Count, OuterRef, Q, Subquery

from gridgov.organizations.models import User

from ..filters import RecordFilter, choice
from ..forms.records import RecordForm
from ..models import Person, Qualification
from ..rates import Rate
from .kind import Kind, Part, column, derived

SOON = 90
STAFF = [("yes", "在册"), ("no", "不在册")]
BODIES = [("any", "标准化机构成员"), *Person.Body.choices]
OFFICERS = [("any", "专（兼）职标准化人员"), *Person.Officer.choices]


class PersonForm(RecordForm):
    pairs = {"name": "department", "post": "layer", "body": "officer", "joined_on": "left_on"}

    class Meta:
        model = Person
        fields = [
            *("name", "department", "post", "layer", "body", "officer", "duties", "is_staff"),
            *("joined_on", "left_on", "user"),
        ]
        widgets = {"duties": forms.Textarea(attrs={"rows": 4})}

    def limit(self) -> None:
        taken = Person.objects.exclude(pk=self.instance.pk).exclude(user=None).values("user")
        accounts = User.objects.filter(organization=self.organization, is_active=True)
        self.fields["user"].queryset = accounts.exclude(pk__in=taken)
        self.fields["user"].help_text = "有账号的人选择，没有的不选"


class QualificationForm(RecordForm):
    pairs = {"type": "number", "issued_by": "issued_on"}

    class Meta:
        model = Qualification
        fields = ["title", "type", "number", "issued_by", "issued_on", "valid_until"]


class PersonFilter(RecordFilter):
    search = ("name", "post", "duties")
    layer = choice("岗位层次", Person.Layer)
    body = choice("标准化机构", BODIES, method="filter_any")
    officer = choice("标准化人员", OFFICERS, method="filter_any")
    staff = choice("在册", STAFF, method="filter_staff")

    def filter_any(self, rows, name, value):
        return rows.exclude(**{name: ""}) if value == "any" else rows.filter(**{name: value})

    def filter_staff(self, rows, name, value):
        staff = rows.on_staff(on=self.on)
        return staff if value == "yes" else rows.exclude(pk__in=staff.values("pk"))


def with_certificates(rows):
    """Annotate `certificates` and `until`: how many there are, and when the first of them ends."""
    kept = Q(qualifications__removed_at=None)
    first = (
        Qualification.objects.kept()
        .filter(person=OuterRef("pk"), valid_until__isnull=False)
        .order_by("valid_until")
        .values("valid_until")[:1]
    )
    return rows.annotate(certificates=Count("qualifications", filter=kept), until=Subquery(first))


def certificate_words(row, on) -> str:
    if not row.certificates:
        return "没有证书"
    return f"{row.certificates} 本{validity(row.until, on)}"


def validity(until, on) -> str:
    if until is None or (until - on).days > SOON:
        return ""
    return "，已过期" if until < on else f"，{until} 到期"


def certificate_tone(row, on) -> str:
    if not row.certificates or row.until is None:
        return "plain" if not row.certificates else "good"
    return "bad" if row.until < on else ("warn" if (row.until - on).days <= SOON else "good")


def qualification_state(row, on) -> str:
    if row.valid_until is None:
        return "长期有效"
    if row.valid_until < on:
        return "已过期"
    return "即将到期" if (row.valid_until - on).days <= SOON else "有效"


QUALIFICATION_TONES = {"长期有效": "good", "有效": "good", "即将到期": "warn", "已过期": "bad"}


@dataclass(frozen=True)
class OfficerFigures:
    """Of the 专、兼职标准化人员 on staff: how many, whose duties are written, who is qualified."""

    count: int
    with_duties: Rate
    qualified: Rate


def officer_figures(organization, on) -> OfficerFigures:
    """In one statement."""
    valid = Qualification.objects.valid(on=on).filter(type="standardization")
    officers = Person.objects.of(organization).on_staff(on=on).exclude(officer="")
    told = officers.aggregate(
        count=Count("pk"),
        with_duties=Count("pk", filter=~Q(duties="")),
        qualified=Count("pk", filter=Q(pk__in=valid.values("person"))),
    )
    return OfficerFigures(
        told["count"], Rate(told["with_duties"], told["count"]), Rate(told["qualified"], told["count"])
    )


def figures(organization, on) -> dict:
    """A1-3: who is on staff, who is 专、兼职, whose duties are written, who is qualified."""
    staff = Person.objects.of(organization).on_staff(on=on)
    officers = officer_figures(organization, on)
    return {
        "staff": staff.count(),
        "full_time": staff.filter(officer="full_time").count(),
        "part_time": staff.filter(officer="part_time").count(),
        "with_duties": officers.with_duties,
        "qualified": officers.qualified,
        "ending": Qualification.objects.expiring(on=on, within=SOON).filter(person__in=staff).count(),
    }


QUALIFICATIONS = Part(
    slug="qualifications",
    model=Qualification,
    noun="资格证书",
    label="资格和证书",
    parent="person",
    related="qualifications",
    form=QualificationForm,
    identity=("title", "number"),
    select=("person",),
    empty="还没有证书。附录A A1-3-3 看标准化人员是否有专业知识，证书原件作为附件上传。",
    columns=(
        column(Qualification, "type", 20),
        column(Qualification, "title", 26),
        column(Qualification, "number", 18),
        column(Qualification, "issued_by", 20),
        column(Qualification, "issued_on", 12),
        column(Qualification, "valid_until", 12),
        derived(
            "状态",
            10,
            qualification_state,
            tone=lambda row, on: QUALIFICATION_TONES[qualification_state(row, on)],
        ),
    ),
)

PEOPLE = Kind(
    slug="people",
    model=Person,
    label="机构与人员",
    noun="人员",
    clause="第2部分 第7章",
    advice="还没有登记人员。参训率以在册人员为分母，机构图也由这里的任职画出。",
    form=PersonForm,
    filters=PersonFilter,
    identity=("name", "department"),
    owner="person",
    freed=("user",),
    papers=("certificate", "duty", "other"),
    select=("department", "user", "organization"),
    annotate=with_certificates,
    parts=(QUALIFICATIONS,),
    summary=figures,
    columns=(
        column(Person, "name", 12, link=True),
        column(Person, "department", 16),
        column(Person, "post", 16),
        column(Person, "layer", 12),
        column(Person, "body", 22),
        column(Person, "officer", 16),
        column(Person, "duties", 36, listed=False),
        column(Person, "is_staff", 6),
        column(Person, "joined_on", 12, listed=False),
        column(Person, "left_on", 12, listed=False),
        derived("资格证书", 18, certificate_words, tone=certificate_tone),
    ),
)
