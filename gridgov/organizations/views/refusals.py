"""A service's refusal becomes an error of the form it came from."""

from gridgov.errors import GridgovError


def attempt(form, service, **arguments):
    """Call `service`; on a refusal tell it in the form and return None."""
    try:
        return service(**arguments)
    except GridgovError as error:
        tell_in(form, error)
        return None


def tell_in(form, error: GridgovError) -> None:
    """Put the sentence at the form's field, or above the form when it belongs to none."""
    form.add_error(error.field if error.field in form.fields else None, error.message)
