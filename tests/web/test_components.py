"""The layout and the components, drawn alone."""

import json
import re
from html.parser import HTMLParser

import html5lib
import pytest
from markupsafe import Markup
from wtforms import Form, HiddenField, StringField
from wtforms.validators import InputRequired

from tests.web.bare_site import Site, make_bare_site


class Elements(HTMLParser):
    """All start tags of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]

    def values(self, name: str) -> list[str]:
        return [attributes[name] or "" for _, attributes in self.found if name in attributes]


@pytest.fixture
def site() -> Site:
    return make_bare_site()


@pytest.fixture(params=["en", "ar"])
def page(request: pytest.FixtureRequest, site: Site) -> str:
    return site.page(f"/components?lang={request.param}")


def test_page_of_components_is_valid_html_without_a_single_parse_error(page: str) -> None:
    html5lib.HTMLParser(strict=True).parse(page)


def test_page_has_one_heading_of_the_first_rank_and_names_the_network_in_its_title(page: str) -> None:
    assert len(Elements(page).named("h1")) == 1
    assert "<title>Components – Public Services Network</title>" in page


def test_ids_are_unique_and_every_reference_meets_one(page: str) -> None:
    elements = Elements(page)
    ids = elements.values("id")
    assert len(ids) == len(set(ids))
    asked = elements.values("for") + [
        one for value in elements.values("aria-describedby") for one in value.split()
    ]
    anchors = [href[1:] for href in elements.values("href") if href.startswith("#")]
    assert asked
    assert set(asked + anchors) <= set(ids)


def test_every_control_has_a_label(page: str) -> None:
    elements = Elements(page)
    labelled = set(elements.values("for"))
    controls = [a for name in ("input", "select", "textarea") for a in elements.named(name)]
    shown = [a for a in controls if a.get("type") != "hidden"]
    assert shown
    assert [a for a in shown if a.get("id") not in labelled] == []


def test_every_posting_form_carries_the_token_and_every_asking_form_does_not(page: str) -> None:
    forms = re.findall(r"<form.*?</form>", page, re.S)
    posts = [form for form in forms if 'method="post"' in form]
    assert posts
    assert all("csrf_token" in form for form in posts)
    assert not any("csrf_token" in form for form in forms if 'method="get"' in form)


def test_no_style_or_script_stands_in_the_page_itself(page: str) -> None:
    elements = Elements(page)
    names = {name for _, attributes in elements.found for name in attributes}
    assert "style" not in names
    assert [name for name in names if name.startswith(("on", "hx-on"))] == []
    assert elements.named("style") == []
    assert all(script.get("src") for script in elements.named("script"))


def test_language_and_direction_stand_on_the_root(site: Site) -> None:
    assert '<html lang="ar" dir="rtl">' in site.page("/components?lang=ar")
    assert '<html lang="en" dir="ltr">' in site.page("/components?lang=en")


def test_htmx_neither_evaluates_nor_runs_scripts_nor_leaves_the_site(site: Site) -> None:
    config = json.loads(re.search(r"htmx-config\" content='(.*?)'", site.page())[1])
    assert not config["allowEval"]
    assert not config["allowScriptTags"]
    assert config["selfRequestsOnly"]
    assert {"code": "409|422|429", "swap": True} in config["responseHandling"]


def test_htmx_writes_no_inline_style_which_the_policy_would_block(site: Site) -> None:
    config = json.loads(re.search(r"htmx-config\" content='(.*?)'", site.page())[1])
    assert config["includeIndicatorStyles"] is False
    # What a browser wrote on a field that somebody drew larger would be set again, as an attribute, while settling.
    assert "style" not in config["attributesToSettle"]


def test_columns_beside_the_text_are_drawn_only_when_something_stands_in_them(site: Site) -> None:
    source = "{% extends 'base.html' %}{% block title %}T{% endblock %}"
    bare = site.draw(source)
    both = site.draw(source + "{% block aside %}Beside{% endblock %}{% block contents %}Ahead{% endblock %}")
    assert "<aside" not in bare
    assert "contents-column" not in bare
    assert 'class="sheet"' in bare
    assert 'class="sheet has-contents has-aside"' in both
    assert both.count("Beside<") == both.count("Ahead<") == 1


def test_demonstration_is_marked_and_other_networks_are_not(site: Site) -> None:
    assert "invented" in site.page()
    site.context["is_demonstration"] = False
    assert "invented" not in site.page()
    assert "persona" not in site.page()


def test_somebody_signed_out_is_offered_to_sign_in(site: Site) -> None:
    assert "Amina Kazimi" in site.page()
    site.context.update(me=None, sign_in_url="/sign-in", personas=[])
    page = site.page()
    assert 'href="/sign-in"' in page
    assert "Sign out" not in page


def test_flashed_success_says_that_what_was_typed_has_arrived(site: Site) -> None:
    site.app.config["WTF_CSRF_ENABLED"] = False
    answer = site.app.test_client().post("/sent").get_data(as_text=True)
    assert '<div class="notice success" role="status" data-sent>' in answer


def test_error_page_says_what_happened_and_what_to_do_next(site: Site) -> None:
    words = {
        "code": 404,
        "title": "Not here",
        "text": "It moved.",
        "action_url": "/x",
        "action_label": "Go on",
    }
    page = site.draw("{% extends 'errors/error.html' %}", **words)
    assert "<bdi>Not here</bdi>" in page
    assert "Error 404" in page
    assert '<a class="button primary" href="/x">Go on</a>' in page


def test_plain_error_page_needs_nothing_but_its_words(site: Site) -> None:
    template = site.app.jinja_env.get_template("errors/plain.html")
    page = template.render(title="Something broke", text="Please come back in a minute.")
    html5lib.HTMLParser(strict=True).parse(page)
    assert "come back" in page


class Named(Form):
    name = StringField("Name", [InputRequired("Say your name.")])
    secret = HiddenField()


def refused() -> Named:
    form = Named(data={"secret": "s"})
    form.validate()
    return form


def test_error_of_a_field_is_linked_from_the_field_and_from_the_summary(site: Site) -> None:
    drawn = site.draw(
        "{{ ui.error_summary(form) }}{{ ui.field(form.name, hint='As on paper.') }}", form=refused()
    )
    assert 'aria-describedby="name-hint name-error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert '<a href="#name"><strong>Name</strong> Say your name.</a>' in drawn
    assert "One thing needs your attention" in drawn


def test_field_without_faults_is_described_by_nothing_and_summary_is_silent(site: Site) -> None:
    drawn = site.draw("{{ ui.error_summary(form) }}{{ ui.field(form.name) }}", form=Named())
    assert "aria-" not in drawn
    assert "attention" not in drawn
    assert "optional" not in drawn


def test_fault_of_the_whole_form_is_said_without_a_link(site: Site) -> None:
    form = Named(data={"name": "A"})
    form.form_errors.append("The consultation has closed.")
    drawn = site.draw("{{ ui.error_summary(form) }}", form=form)
    assert "The consultation has closed." in drawn
    assert "<a" not in drawn


def test_typed_words_stay_in_a_form_that_comes_back(site: Site) -> None:
    assert 'value="Typed words stay"' in site.page()


def test_arguments_of_a_field_reach_its_control(site: Site) -> None:
    drawn = site.draw("{{ ui.field(form.name, lang='ar', autocomplete='name') }}", form=Named())
    control = Elements(drawn).named("input")[0]
    assert (control["lang"], control["autocomplete"], control["dir"]) == ("ar", "name", "auto")


def test_form_is_sent_by_htmx_only_where_a_target_is_named(site: Site) -> None:
    with_target = site.draw("{% call ui.form('/a', target='#list', keep='k') %}x{% endcall %}")
    without = site.draw("{% call ui.form('/a') %}x{% endcall %}")
    form = Elements(with_target).named("form")[0]
    assert (form["action"], form["hx-post"], form["hx-target"]) == ("/a", "/a", "#list")
    assert form["data-keep"] == "k"
    assert "hx-" not in without


def test_preview_button_goes_elsewhere_with_and_without_script(site: Site) -> None:
    drawn = site.draw("{{ ui.submit('Preview', kind='quiet', formaction='/p', target='#preview') }}")
    button = Elements(drawn).named("button")[0]
    assert (button["formaction"], button["hx-post"], button["hx-swap"]) == ("/p", "/p", "innerHTML")


def test_words_of_people_are_escaped_and_out_of_reach_of_htmx(site: Site) -> None:
    evil = '<img src=x onerror=alert(1) hx-get="/">'
    drawn = site.draw(
        "{{ ui.user_text(evil, 'en') }}{{ ui.quote(evil) }}{{ ui.card(evil, facts=[evil]) }}"
        "{{ ui.page_header(evil) }}{{ ui.data_table(evil, [evil], [[evil]]) }}"
        "{{ ui.summary_list([(evil, evil)]) }}{{ ui.breadcrumbs([(evil, none)]) }}",
        evil=evil,
    )
    assert "<img" not in drawn
    assert drawn.count("&lt;img") == 12
    assert drawn.count("hx-disable hx-ignore") == 2


def test_markup_made_by_code_is_drawn_as_it_is(site: Site) -> None:
    drawn = site.draw("{{ ui.user_text(text, 'ar') }}", text=Markup("<p>نص</p>"))
    assert '<div class="user-text" hx-disable hx-ignore dir="auto" lang="ar"><p>نص</p></div>' in drawn


def test_numbers_of_a_table_are_set_as_numbers_and_rows_are_headed(site: Site) -> None:
    drawn = site.draw(
        "{{ ui.data_table('By region', ['Region', 'n'], [['Africa', 4]], numeric=[1], foot=['All', 4]) }}"
    )
    assert '<th scope="row"><bdi>Africa</bdi></th><td class="number">4</td>' in drawn
    assert 'role="region" aria-label="By region" tabindex="0"' in drawn
    assert "<tfoot>" in drawn


def test_one_page_needs_no_pagination_and_ends_have_one_way(site: Site) -> None:
    assert site.draw("{{ ui.pagination(1, 1) }}").strip() == ""
    last = site.draw("{{ ui.pagination(3, 3, previous_url='/2') }}")
    assert 'rel="prev"' in last
    assert 'rel="next"' not in last
    assert "Page 3 of 3" in last


def test_progress_of_nothing_is_drawn_without_dividing_by_it(site: Site) -> None:
    drawn = site.draw("{{ ui.progress(0, 0, 'Answered') }}")
    assert "0 of 0" in drawn
    assert 'max="1"' in drawn


def test_steps_behind_are_said_to_be_done(site: Site) -> None:
    drawn = site.draw("{{ ui.steps(['A', 'B', 'C'], 2) }}")
    assert drawn.count("(done)") == 1
    assert drawn.count('aria-current="step"') == 1


def test_pressed_button_says_so_and_carries_its_values(site: Site) -> None:
    drawn = site.draw("{{ ui.post_button('/s', 'Support', values={'stance': 'support'}, pressed=true) }}")
    assert 'aria-pressed="true"' in drawn
    assert '<input type="hidden" name="stance" value="support">' in drawn


def test_empty_facts_leave_no_gap(site: Site) -> None:
    assert site.draw("{{ ui.byline(['a', none, '', 'b']) }}").count("<li>") == 2


def test_heading_of_a_section_keeps_its_printed_label_and_its_own_language(site: Site) -> None:
    drawn = site.draw("{{ ui.section_heading('Eau', label='3.1', url='/s', level=3, id='s-1', lang='fr') }}")
    assert '<h3 class="section-heading" id="s-1"><span class="section-label">3.1</span> ' in drawn
    assert '<bdi lang="fr"><a href="/s">Eau</a></bdi></h3>' in re.sub(r">\s+<", "><", drawn)


def test_a_page_may_ask_for_two_columns(site: Site) -> None:
    source = "{% extends 'base.html' %}{% block title %}T{% endblock %}{% block layout %} two-columns{% endblock %}"
    assert 'class="sheet two-columns"' in site.draw(source)
