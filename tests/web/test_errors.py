"""Errors are pages too."""

from tests.page import PageClient


def test_an_unknown_page_says_so_in_a_whole_page(client: PageClient) -> None:
    answer = client.get("/en/no-such-page")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text


def test_an_unknown_language_is_not_found(client: PageClient) -> None:
    assert client.get("/xx/").status_code == 404


def test_the_root_leads_to_the_language_that_the_browser_asks_for(client: PageClient) -> None:
    answer = client.get("/", headers={"Accept-Language": "ar-EG, en;q=0.5"})
    assert (answer.status_code, answer.location) == (302, "/ar/")


def test_arabic_pages_read_from_right_to_left(client: PageClient) -> None:
    assert '<html lang="ar" dir="rtl">' in client.get("/ar/").text


def test_a_foreign_host_is_refused(client: PageClient) -> None:
    assert client.get("/en/", headers={"Host": "evil.example"}).status_code == 400


def test_every_answer_carries_the_security_headers(client: PageClient) -> None:
    headers = client.get("/en/").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "HX-Request" in headers["Vary"]
