"""The words in which decisions are shown; those of contributions are in `consult.contributions.labels`."""

from flask_babel import lazy_gettext as _l

OUTCOMES = {
    "accept": (_l("accepted"), "good"),
    "adapt": (_l("own words instead"), "info"),
    "decline": (_l("not accepted"), "bad"),
}
"""What became of a change: words and the tint of the pill."""
