"""The feature's one blueprint."""

from flask import Blueprint

bp = Blueprint("summaries", __name__)
