"""The questions of `consult init`, on the terminal; an answer that was given as an option is not asked."""

from collections.abc import Sequence

import click

from consult.core.errors import InvalidInput
from consult.people.accounts import clean_address
from consult.people.founding import REGIONS, Founding


def ask_what_is_missing(
    name: str | None,
    email: str | None,
    person: str | None,
    languages: Sequence[str],
    regions: Sequence[str],
    default_regions: bool,
) -> Founding:
    """Return all answers; asks for those that are None or empty."""
    return Founding(
        name=name or click.prompt("Name of the network"),
        secretary_email=_address(email)
        if email
        else click.prompt("E-mail address of the first person of the secretariat", value_proc=_address),
        secretary_name=person or click.prompt("Name of that person, as others see it"),
        languages=tuple(languages) or _words(click.prompt("Languages of the network", default="en")),
        regions=dict(REGIONS) if default_regions else dict(map(_region, regions)) or _ask_regions(),
    )


def _address(typed: str) -> str:
    try:
        return clean_address(typed)
    except InvalidInput:
        raise click.BadParameter("this is not an e-mail address. It looks like name@example.org.") from None


def _words(typed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(typed.replace(",", " ").split())) or ("en",)


def _ask_regions() -> dict[str, str]:
    click.echo("Regions that are offered:")
    for code, name in REGIONS.items():
        click.echo(f"  {code}: {name}")
    if click.confirm("Take these regions?", default=True):
        return dict(REGIONS)
    click.echo('Type one region a line as "code: Name", and an empty line at the end.')
    regions: dict[str, str] = {}
    while line := click.prompt("Region", default="", show_default=False):
        try:
            regions |= [_region(line)]
        except click.BadParameter as error:
            click.echo(f"Not taken: {error.message}")
    return regions


def _region(typed: str) -> tuple[str, str]:
    code, found, name = (part.strip() for part in typed.partition(":"))
    if not (code and found and name):
        raise click.BadParameter('a region looks like "west-africa: West Africa".')
    return code.lower(), name
