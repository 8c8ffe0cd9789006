"""From a form to a service and back: what was sent, the refusal told in the form, the page of the row it returns."""

from django.contrib import messages
from django.shortcuts import redirect

from gridgov.errors import GridgovError


def posted(request) -> tuple:
    """Data and files of a submission, nothing before: an empty submission is one too."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def attempt(form, service, **arguments):
    """Call `service`; on a refusal tell it in the form, keep it there as `refusal`, and return None."""
    try:
        return service(**arguments)
    except GridgovError as error:
        tell_in(form, error)
        form.refusal = error
        return None


def tell_in(form, error: GridgovError) -> None:
    """Put the sentence at the form's field, or above the form when it belongs to none."""
    form.add_error(error.field if error.field in form.fields else None, error.message)


def submit(request, form, act, done: str, doubts=lambda row: ()):
    """Run the service `act` for a valid form and redirect to the row it returns; `done` may name it as `{}`.

    None when there is nothing to do or something to mend: the form then holds the errors. `doubts` are sentences
    about the row to be warned of beside the success.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    row = attempt(form, act)
    if row is None:
        return None
    # What a person typed may stand in the sentence, braces too.
    messages.success(request, done.replace("{}", str(row)))
    for doubt in doubts(row):
        messages.warning(request, doubt)
    return redirect(row)
