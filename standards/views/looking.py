"""A form that would end standards is sent twice: what follows stands there before it is confirmed."""

from django import forms

from ..models import Standard
from ..upkeep import Ending, ending_by

LOOK = "还没有保存：保存后有标准被代替，影响见本页上方。核对后再提交一次。"


def must_look(request, form, find) -> bool:
    """Whether a valid form would end standards that whoever sends it was not yet shown; the form then shows them.

    `find` says what it ends (upkeep.Ending, or None). What was shown comes back with the form: when something else
    would end by then, it is shown again.
    """
    if request.method != "POST" or not form.is_valid() or (ending := find()) is None:
        return False
    seen = " ".join(str(row.pk) for row in ending.standards)
    if request.POST.get("seen") == seen:
        return False
    form.ending, form.data = ending, form.data.copy()
    form.data["seen"] = seen
    form.fields["seen"] = forms.CharField(widget=forms.HiddenInput, required=False)
    form.helper.render_hidden_fields = True
    form.add_error(None, LOOK)
    return True


def ending_by_numbers(form, row: Standard) -> Ending | None:
    """What saving the 被代替标准号 typed in a form of the registry ends, beyond what `row` replaces already.

    `row` is the standard edited, or a new one that knows its organisation; what waits for its 采用审核 ends nothing.
    """
    is_waiting = form.is_pending or not row.is_published
    if row.is_own or is_waiting or "replaced_numbers" not in form.cleaned_data:
        return None
    typed = Standard(pk=row.pk, organization=row.organization, origin=row.origin, stage=row.stage)
    for name in ("replaced_numbers", "number", "title", "node", "effective_on"):
        setattr(typed, name, form.cleaned_data.get(name) or getattr(row, name, None))
    found = ending_by(typed)
    # What is in force already counts in today's figures.
    if found and row.pk:
        found.by.clear()
    return found
