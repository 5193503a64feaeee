"""A page leads back to a path of this site and nowhere else."""

import pytest

from consult.web.safe_next import safe_next

HOSTILE = [
    "https://evil.example",
    "http://evil.example/en/",
    "HTTPS://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    " /en/",
    "/ /evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "mailto:a@evil.example",
    "evil.example",
    "en/",
    "?next=/",
    "#",
    "",
    "/\x00/evil.example",
    "/\u2028/evil.example",
    "/\u202eelpmaxe.live//",
    "/\ud800",
    "/en/\x7f",
    "http:/evil.example",
    "http:evil.example",
    "//[::1",
    "/en/\\..\\evil",
    "/" + "a" * 500,
]


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_what_may_leave_the_site_is_refused(hostile: str) -> None:
    assert safe_next(hostile) is None


@pytest.mark.parametrize(
    "path",
    ["/", "/en/", "/ar/narratives/water?view=inline&to=2.0#s", "/en/join/7k2m", "/en/%2F%2Fevil.example"],
)
def test_a_path_of_this_site_is_kept(path: str) -> None:
    assert safe_next(path) == path


def test_nothing_stays_nothing() -> None:
    assert safe_next(None) is None
