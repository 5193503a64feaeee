"""A refusal of a verb beside the field that it is about."""

from typing import Any

from consult.core.errors import ConsultError


def show_on(form: Any, error: ConsultError, otherwise: str) -> None:
    """Put what a verb said beside its field of the form, or beside the field `otherwise`."""
    name = error.details.get("field", otherwise)
    field = form[name if name in form else otherwise]
    field.errors = [*field.errors, str(error.message)]
