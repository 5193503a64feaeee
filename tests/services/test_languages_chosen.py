"""Into which languages a narrative is translated: by codes that CLDR knows and addresses can name."""

from collections.abc import Callable

import pytest
from flask import Flask

from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound
from consult.core.logs import Event
from consult.translations import services
from consult.translations.tasks import language_of, of_wording, task_of
from tests.factories import make_narrative, make_person
from tests.translating import Translating, make_translating


@pytest.fixture
def work(app: Flask) -> Translating:
    return make_translating(app)


def told() -> list[Event]:
    return db.session.query(Event).filter_by(subject="narratives").all()


CHOSEN = [
    (["fr", "fr", "en", "sw"], ["fr", "sw"]),
    ([], []),
    (["zh-Hant", "pt-BR"], ["zh-Hant", "pt-BR"]),
    (["EN", "Fr", "pt-br", "zh-hant", "FR"], ["fr", "pt-BR", "zh-Hant"]),  # as people type codes
]


@pytest.mark.parametrize(("codes", "wanted"), CHOSEN)
def test_languages_are_chosen_once_each_in_one_shape_and_without_the_original(
    work: Translating, codes: list[str], wanted: list[str]
) -> None:
    services.choose_languages(work.narrative, codes, actor=work.leila, at=now())
    services.choose_languages(work.narrative, codes, actor=work.iker, at=now())  # posted twice
    assert work.narrative.target_languages == wanted
    (event,) = told()
    assert (event.kind, event.actor_id, event.subject_id) == (
        "narrative-languages-chosen",
        work.leila.id,
        work.narrative.id,
    )
    assert (event.before, event.after) == (None, None)


@pytest.mark.parametrize("code", ["klingon", "xx", "", "und", "fr.UTF-8", "en@x", "pt_BR", "root", "fr/../x"])
def test_code_that_no_address_could_name_is_refused_and_leaves_the_choice(
    work: Translating, code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        services.choose_languages(work.narrative, ["sw", code], actor=work.leila, at=now())
    assert refused.value.details == {"field": "other"}
    assert work.narrative.target_languages == ["fr", "ar"]
    assert told() == []


def test_there_may_be_as_many_languages_as_told(work: Translating, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_LANGUAGES", 2)
    services.choose_languages(work.narrative, ["fr", "en", "sw"], actor=work.leila, at=now())
    with pytest.raises(InvalidInput):
        services.choose_languages(work.narrative, ["fr", "es", "sw"], actor=work.leila, at=now())


def test_a_language_that_was_typed_in_capitals_has_its_pages(work: Translating) -> None:
    facilitator = work.client(make_person("facilitator", work.narrative))
    overview = "/en/narratives/shared/languages"
    assert facilitator.post(f"{overview}/choose", data={"other": "SW, pt-br"}).status_code == 303
    assert f"{overview}/pt-BR/sections/water" in facilitator.get(overview).text
    for code in ("sw", "pt-BR"):
        assert facilitator.get(work.path(language=code)).status_code == 200
        assert f'lang="{code}" dir="ltr"' in facilitator.get(work.path(language=code)).text


def test_a_choice_that_is_refused_comes_back_as_it_was_typed(work: Translating) -> None:
    facilitator = work.client(make_person("secretariat"))
    answer = facilitator.post(
        "/en/narratives/shared/languages/choose", data={"languages": ["ar"], "other": "<b>klingon; sw"}
    )
    assert answer.status_code == 422
    assert 'value="&lt;b&gt;klingon; sw"' in answer.text
    assert "There is no language with this code. Look at it again." in answer.text
    boxes = [
        part.split(">")[0] for part in answer.text.split("<input")[1:] if 'type="checkbox"' in part[:200]
    ]
    assert {box.split('value="')[1].split('"')[0]: "checked" in box for box in boxes} == {
        "fr": False,
        "es": False,
        "ar": True,
    }
    forged = facilitator.post("/en/narratives/shared/languages/choose", data={"languages": ["xx"]})
    assert forged.status_code == 422
    db.session.expire_all()
    assert work.narrative.target_languages == ["fr", "ar"]


def test_only_a_target_language_a_section_of_the_newest_version_and_its_own_wordings_are_found(
    work: Translating,
) -> None:
    old, health = work.task().source.sha, work.task("health").source.sha
    work.revise("water", body="Water is common.")
    task = task_of("shared", "fr", "water")
    assert of_wording(task, task.source.sha) is task
    earlier = of_wording(task, old)
    assert (earlier.source.sha, earlier.section, earlier.label) == (old, task.section, task.label)
    bare = make_narrative(slug="bare", target_languages=["fr"])
    wrong: list[Callable[[], object]] = [
        lambda: of_wording(task, health),
        lambda: of_wording(task, ""),
        lambda: task_of("shared", "fr", "gone"),
        lambda: language_of("shared", "en"),
        lambda: language_of("shared", "es"),
        lambda: language_of("nowhere", "fr"),
        lambda: language_of(bare.slug, "fr").revision,
    ]
    for ask in wrong:
        with pytest.raises(NotFound):
            ask()
