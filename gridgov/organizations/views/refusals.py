"""A service's refusal becomes an error of the form it came from."""

from gridgov.errors import GridgovError


def attempt(form, service, **arguments):
    """Call `service`; on a refusal put its sentence at the form's field and return None."""
    try:
        return service(**arguments)
    except GridgovError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return None
