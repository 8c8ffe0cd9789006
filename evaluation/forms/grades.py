"""The form of the grades: one line for each, the highest first; all empty means none."""

from django import forms

from ..panels.grades import FULL_MARKS, PASS_MARK

LINES = 5


class GradesForm(forms.Form):
    """`levels` after cleaning are what `Evaluation.grades` holds."""

    def __init__(self, *args, levels, **kwargs):
        super().__init__(*args, **kwargs)
        for line in range(LINES):
            level = levels[line] if line < len(levels) else {"name": "", "from": None}
            self.fields[f"name_{line}"] = forms.CharField(
                label=f"第 {line + 1} 等的名称", max_length=10, required=False, initial=level["name"]
            )
            self.fields[f"from_{line}"] = forms.IntegerField(
                label=f"第 {line + 1} 等的最低分",
                required=False,
                initial=level["from"],
                widget=forms.NumberInput(attrs={"min": PASS_MARK, "max": FULL_MARKS}),
                error_messages={"invalid": "最低分应为 300 至 500 之间的整数。"},
            )
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"

    def lines(self) -> list:
        return [(self[f"name_{line}"], self[f"from_{line}"]) for line in range(LINES)]

    def clean(self):
        data = super().clean()
        self.levels = []
        for line in range(LINES):
            name, least = (data.get(f"name_{line}") or "").strip(), data.get(f"from_{line}")
            if name and least is None and f"from_{line}" not in self.errors:
                self.add_error(f"from_{line}", f"请填写“{name}”的最低分。")
            elif least is not None and not name:
                self.add_error(f"name_{line}", f"请填写最低分 {least} 的等级名称。")
            elif name and least is not None:
                self.levels.append({"name": name, "from": least})
        return data
