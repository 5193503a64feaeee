"""The pages of the people feature: sign-in, profile, personas, and what the secretariat manages."""

from flask import Blueprint

bp = Blueprint("people", __name__)

from . import (  # noqa: E402  each adds its pages to the blueprint
    bulk,  # noqa: F401
    directory,  # noqa: F401
    groups,  # noqa: F401
    guests,  # noqa: F401
    house_rules,  # noqa: F401
    network,  # noqa: F401
    organisations,  # noqa: F401
    own_groups,  # noqa: F401
    personas,  # noqa: F401
    persons,  # noqa: F401
    powers,  # noqa: F401
    profile,  # noqa: F401
    regions,  # noqa: F401
    sessions,  # noqa: F401
    sign_in,  # noqa: F401
    staff,  # noqa: F401
)
