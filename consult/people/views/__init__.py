"""The pages of the people feature: sign-in, profile, personas, and what the secretariat manages."""

from flask import Blueprint

bp = Blueprint("people", __name__)

from . import personas, profile, sign_in  # noqa: E402, F401  each adds its pages to the blueprint
