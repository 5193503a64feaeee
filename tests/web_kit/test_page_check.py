"""What the check of every page that a test fetches notices."""

import re

import pytest

from tests.page import check_page

PAGE = (
    '<!doctype html><html lang="en" dir="ltr"><head><meta charset=utf-8><title>Sample</title></head>'
    "<body><main><h1>Sample</h1>%s</main></body></html>"
)
GOOD = [
    "",
    "<!-- a <b> in a comment --><p>One &amp; two, 3 < 4.<br>More<br/>words.</p>",
    "<svg viewBox='0 0 1 1'><title>A picture</title><path d=\"M0 0\"/></svg>",
    "<label for=a>Name</label><input id=a name=a hidden><input type=hidden name=b>",
    '<label for="a">Words</label><textarea id=\'a\' name="b > c"></textarea>',
    '<form method="post" action="/a"><input type="hidden" name="csrf_token" value="x"></form>',
    '<script src="/static/app.js"></script><script type="application/json">[1]</script>',
]
BAD = [
    ("<p><b>Words</p></b>", "</p> closes"),
    ("<div>", "</main> closes"),
    ('<p><a title="never closed>Words</a></p>', "a tag without an end: <a title"),
    ("<h1>Another</h1>", "2 h1"),
    ("<MAIN></MAIN>", "not one main"),
    ("<p id=a></p><p id='a'></p>", "id twice: a"),
    ('<p aria-describedby="a b" id="a"></p>', "p aria-describedby points at nothing: b"),
    ("<input name=a>", "no label: input a"),
    ('<label for="b">B</label><select name="a" id="a"></select>', "no label: select a"),
    ('<form method="post" action="/a"></form>', "a form without CSRF token"),
    ("<form></form>", "a form without action"),
    ('<p style="color: red">Red.</p>', "inline code on p"),
    ('<img src=x onerror=alert(1) alt="">', "inline code on img"),
    ("<P ONCLICK='go()'>Go.</P>", "inline code on p"),
    ("<script>alert(1)</script>", "an inline script"),
]


@pytest.mark.parametrize("body", GOOD)
def test_a_page_in_order_passes(body: str) -> None:
    check_page(PAGE % body)


@pytest.mark.parametrize(("body", "fault"), BAD)
def test_a_fault_is_named(body: str, fault: str) -> None:
    with pytest.raises(AssertionError) as caught:
        check_page(PAGE % body)
    assert fault in str(caught.value).partition("<!doctype")[0]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<title>Sample</title>", "<title> </title>", "no title"),
        (' dir="ltr"', "", "html without lang or dir"),
        ("</body></html>", "", "never closed: ['html', 'body']"),
    ],
)
def test_a_fault_of_the_frame_is_named(old: str, new: str, fault: str) -> None:
    with pytest.raises(AssertionError, match=re.escape(fault)):
        check_page((PAGE % "").replace(old, new))


def test_a_part_of_a_page_needs_no_frame() -> None:
    check_page('<p id="part">Words.</p>', fragment=True)
