"""One's own profile: what others see of a person, and the way out of every session."""

from dataclasses import fields

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.clock import now
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.pages import render_page
from consult.web.safe_next import safe_next

from .. import profile as verbs
from .. import sessions, sign_in
from ..about_oneself import AboutOneself, about, keep_about
from ..choices import fill_profile_choices
from ..forms import ProfileForm
from ..groups import groups_of
from ..identity import end_session
from . import bp

ABOUT = tuple(field.name for field in fields(AboutOneself))


@bp.get("/me")
@requires(Permission.PROFILE_EDIT)
def profile() -> ResponseReturnValue:
    """Show the profile as a form."""
    person = me()
    said = about(person)
    form = ProfileForm(
        display_name=person.display_name,
        languages=person.languages,
        region=person.region.code if person.region else "",
        organisation=person.organisation.public_id if person.organisation else "",
        locale=person.account.locale,
        is_listed=person.is_listed,
        **vars(said),
        welcome="1" if request.args.get("welcome") else "",
        next=safe_next(request.args.get("next")),
    )
    fill_profile_choices(form, person)
    return _page(form)


@bp.post("/me")
@requires(Permission.PROFILE_EDIT)
def save_profile() -> ResponseReturnValue:
    """Save the profile."""
    form = ProfileForm()
    fill_profile_choices(form, me())
    if not form.validate_on_submit():
        return _page(form, 422)
    languages = [*(form.languages.data or []), *filter(None, [form.more_language.data])]
    verbs.change_profile(
        me(),
        display_name=form.display_name.data or "",
        languages=languages,
        region_code=form.region.data,
        organisation_public_id=form.organisation.data,
        locale=form.locale.data,
        at=now(),
    )
    if form.proposed.data:
        verbs.propose_organisation(me(), form.proposed.data, now())
    me().is_listed = form.is_listed.data
    keep_about(me(), AboutOneself(*((form[name].data or "") for name in ABOUT)))
    flash(_("Your profile is saved."), "success")
    after = "reading.home" if form.welcome.data else "people.profile"
    return redirect(safe_next(form.next.data) or url_for(after, lang=form.locale.data), 303)


@bp.post("/me/end-sessions")
@requires(Permission.PROFILE_EDIT)
def end_sessions() -> ResponseReturnValue:
    """Sign the person out everywhere."""
    sessions.end_sessions(me().account, actor=me(), at=now())
    end_session()
    flash(_("You are signed out on every device."), "success")
    return redirect(url_for("people.sign_in"), 303)


def _page(form: ProfileForm, status: int = 200) -> ResponseReturnValue:
    mandates = verbs.valid_mandates(me(), now())
    is_staff = sign_in.is_staff(me(), now())
    return render_page(
        "people/profile.html",
        form=form,
        mandates=mandates,
        groups=groups_of(me()),
        is_staff=is_staff,
        status=status,
    )
