"""The form with which a passage is blacked out."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from consult.web.forms import Form, LineField, TextField, required


class PassageForm(Form):
    """Which words, and why. `number` and `mark` come with the second step."""

    wordings = TextField(_l("The words, each wording on a line of its own"), [required])
    reason = TextField(_l("Reason that everybody reads"), [required], longest=300)
    number = LineField(_l("How many places are these? Type the number"), longest=12)
    mark = HiddenField()
