"""The feature's one blueprint; each module of views adds its pages to it."""

from flask import Blueprint

bp = Blueprint("reading", __name__)
