"""信息资料 (T/CSSG 001.2 §13; A1-6)."""

from django import forms
from django.db.models import Count, Max, Q

from ..filters import RecordFilter, choice, day
from ..forms.fields import StandardsField
from ..forms.records import RecordForm
from ..models import Lending, Material
from .counting import counted
from .kind import Kind, Part, column, derived


class MaterialForm(RecordForm):
    standard = StandardsField(single=True, label="对应的标准", required=False)
    link = forms.URLField(label="网址", required=False, max_length=300, assume_scheme="https")
    pairs = {
        "type": "channel",
        "number": "issuer",
        "obtained_on": "updated_on",
        "department": "place",
        "state": "invalid_on",
    }

    class Meta:
        model = Material
        fields = [
            *("title", "type", "channel", "number", "issuer", "obtained_on", "updated_on", "standard"),
            *("department", "place", "copies", "link", "state", "invalid_on", "advice"),
        ]
        widgets = {"advice": forms.Textarea(attrs={"rows": 3})}

    def limit(self) -> None:
        self.fields["link"].error_messages["invalid"] = "网址应如 https://std.samr.gov.cn，请改正。"


class LendingForm(RecordForm):
    pairs = {"kind": "lent_on", "recipient": "department", "due_on": "returned_on"}

    class Meta:
        model = Lending
        fields = ["kind", "lent_on", "recipient", "department", "purpose", "due_on", "returned_on"]


class MaterialFilter(RecordFilter):
    search = ("title", "number", "issuer", "advice")
    type = choice("类别", Material.Type)
    channel = choice("渠道", Material.Channel)
    since = day("获取日期", "obtained_on", "gte")
    state = choice("状态", Material.State)


def with_lendings(rows):
    """Annotate `given` and `out`: how often it was handed to somebody, how many copies are not back."""
    return rows.annotate(
        given=counted(Lending.objects.kept(), "material"), out=counted(Lending.objects.out(), "material")
    )


def figures(organization, on) -> dict:
    """Each kind of 13.1 and each channel of A1-6-1 with how much came by it; the last time anything was renewed."""
    rows = Material.objects.of(organization).kept()
    types = dict(rows.order_by().values_list("type").annotate(n=Count("pk")))
    channels = dict(rows.order_by().values_list("channel").annotate(n=Count("pk")))
    more = rows.aggregate(
        invalid=Count("pk", filter=Q(state="invalid")), newest=Max("obtained_on"), renewed=Max("updated_on")
    )
    lendings = Lending.objects.kept().filter(material__organization=organization, material__removed_at=None)
    return {
        "types": [(each, each.label, types.get(each, 0)) for each in Material.Type],
        "channels": [(each.label, channels.get(each, 0)) for each in Material.Channel],
        "given": lendings.count(),
        "last": max(filter(None, [more["newest"], more["renewed"]]), default=None),
        **more,
    }


def lending_state(row: Lending, on) -> str:
    if row.kind != "lend":
        return "不需归还"
    if row.returned_on:
        return "已归还"
    return "逾期未还" if row.due_on and row.due_on < on else "借出"


LENDING_TONES = {"不需归还": "plain", "已归还": "good", "借出": "info", "逾期未还": "bad"}

LENDINGS = Part(
    slug="lendings",
    model=Lending,
    noun="提供记录",
    label="提供和借阅记录",
    parent="material",
    related="lendings",
    form=LendingForm,
    identity=("recipient", "lent_on", "kind"),
    select=("department", "material"),
    verb="lend",
    empty="还没有提供记录。资料提供给谁、什么时候归还，都记在这里（附录A A1-6-2）。",
    columns=(
        column(Lending, "lent_on", 12),
        column(Lending, "kind", 12),
        column(Lending, "recipient", 14),
        column(Lending, "department", 14),
        column(Lending, "purpose", 24),
        column(Lending, "due_on", 12),
        column(Lending, "returned_on", 12),
        derived("归还", 10, lending_state, tone=lambda row, on: LENDING_TONES[lending_state(row, on)]),
    ),
)

MATERIALS = Kind(
    slug="materials",
    model=Material,
    label="信息资料",
    noun="信息资料",
    clause="第2部分 第13章",
    advice="信息库还是空的。收集的法律法规、标准文本、期刊和网络信息登记在这里，写明获取渠道。",
    form=MaterialForm,
    filters=MaterialFilter,
    identity=("title", "number"),
    owner="material",
    papers=("text", "other"),
    select=("department", "standard", "organization"),
    annotate=with_lendings,
    parts=(LENDINGS,),
    summary=figures,
    columns=(
        column(Material, "type", 16),
        column(Material, "title", 34, link=True),
        column(Material, "number", 18),
        column(Material, "issuer", 18, listed=False),
        column(Material, "channel", 12),
        column(Material, "obtained_on", 12),
        column(Material, "updated_on", 12),
        column(Material, "department", 14),
        column(Material, "place", 14, listed=False),
        column(Material, "copies", 6, listed=False),
        column(Material, "link", 24, listed=False),
        column(Material, "standard", 20, listed=False),
        column(Material, "state", 8, tone=lambda row, on: "good" if row.state == "valid" else "bad"),
        column(Material, "invalid_on", 12, listed=False),
        column(Material, "advice", 30, listed=False),
        derived("提供次数", 8, lambda row, on: row.given),
        derived("未还", 6, lambda row, on: row.out),
    ),
)
