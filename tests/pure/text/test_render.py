"""Changes as HTML: safe, whole, and readable without colour."""

import re
from html.parser import HTMLParser

from consult.text import Hunk, diff, render_changes, render_in_sentence, show_lines

LABELS = ("Added:", "Removed:")


class Balance(HTMLParser):
    """Fails on a tag that is closed out of turn."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def is_balanced(html):
    reader = Balance()
    reader.feed(html)
    return reader.open == []


def test_changes_are_marked_with_words_for_screen_readers():
    html = render_changes("Water for some.", [Hunk(10, 14, "all")], lang="en", labels=LABELS)
    assert '<div class="changes" lang="en" dir="auto"><p>Water for ' in html
    assert '<del><bdi class="visually-hidden">Removed: </bdi>some</del>' in html
    assert '<ins><bdi class="visually-hidden">Added: </bdi>all</ins>.' in html


def test_texts_and_labels_are_escaped():
    html = render_changes("<b>a", [Hunk(3, 4, "<script>")], lang='"x', labels=("<i>", "&"))
    assert "<script>" not in html
    assert "<b>" not in html
    assert "<i>" not in html
    assert 'lang="&#34;x"' in html


def test_a_change_over_paragraphs_closes_its_tags_in_each():
    base = "# Title\n\nOne.\n\n- a\n- b"
    html = render_changes(base, diff(base, "# Title\n\nTwo.\n\nThree.\n\n- b"), lang="en", labels=LABELS)
    assert is_balanced(html)
    assert html.startswith('<div class="changes" lang="en" dir="auto"><p>Title</p>')
    assert "¶" in html
    assert "</del><del>" not in html


def test_list_items_stand_on_lines_of_their_own():
    assert "<p>• a<br>• b</p>" in render_changes("- a\n- b", [], lang="en", labels=LABELS)


def test_a_quotation_that_stays_shows_no_mark_and_one_that_goes_shows_it():
    assert "<p>They came.<br>We said no.</p>" in render_changes(
        "> They came.\n> We said no.", [], lang="en", labels=LABELS
    )
    html = render_changes("> They came.", [Hunk(0, 2, "")], lang="en", labels=LABELS)
    assert re.search(r"<del>.*&gt; ?</del>They came", html)


def test_a_new_list_item_has_the_dot_of_the_others():
    html = render_changes("- a\n- b", diff("- a\n- b", "- a\n- c\n- b"), lang="en", labels=LABELS)
    assert "- " not in re.sub(r"<[^>]*>", "", html).replace(LABELS[0], "")


def test_a_dash_within_a_line_stays_a_dash():
    assert "<p>a<br>b - c</p>" in render_changes("a\nb - c", [], lang="en", labels=LABELS)
    assert show_lines("- c\n- d", begins_line=False) == "- c<br>• d"
    assert show_lines("* c\n*so* be it") == "• c<br><em>so</em> be it"


def test_one_change_is_shown_in_its_sentence():
    base = "First one. Water for some. Last one."
    html = render_in_sentence(base, Hunk(21, 25, "all"), lang="en", labels=LABELS)
    assert "Water for " in html
    assert "First" not in html
    assert "Last" not in html


def test_an_insertion_at_the_end_is_shown_after_the_last_sentence():
    html = render_in_sentence("One. Two.", Hunk(9, 9, " Three."), lang="en", labels=LABELS)
    assert "Two." in html
    assert "Three." in html
    assert "One" not in html


def test_a_change_of_an_empty_text_is_shown():
    assert "new" in render_in_sentence("", Hunk(0, 0, "new"), lang="en", labels=LABELS)


def test_controls_of_direction_are_shown_and_not_obeyed() -> None:
    base = "Pay the clinic."
    change = Hunk(0, 3, "\u202eyaP\u202c")
    for html in (
        render_changes(base, [change], lang="en", labels=LABELS),
        render_in_sentence(base, change, lang="en", labels=LABELS),
    ):
        assert "\N{REPLACEMENT CHARACTER}yaP\N{REPLACEMENT CHARACTER}</ins>" in html
        assert not {"\u202e", "\u202c"} & set(html)
