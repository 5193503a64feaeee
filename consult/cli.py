"""The command line, thin: each command calls verbs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import click
from flask import Flask, current_app
from flask.cli import FlaskGroup, with_appcontext

from config import Settings
from consult import create_app


def _create() -> Flask:
    return create_app(_settings())


def _settings() -> Settings:
    try:
        return Settings()
    except ValueError as error:
        raise click.ClickException(f"A setting is not a number: {error}") from None


@contextmanager
def _site() -> Iterator[Flask]:
    """Make the application for one command, within its context; its connections are closed at the end."""
    from consult.core.database import db

    app = _create()
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


@contextmanager
def _plain_refusals() -> Iterator[None]:
    """Say what a verb refuses in its own words, and end with 1."""
    from consult.core.errors import ConsultError

    try:
        yield
    except ConsultError as error:
        raise click.ClickException(str(error.message)) from None


@click.group(cls=FlaskGroup, create_app=_create, add_default_commands=False, add_version_option=False)
def main() -> None:
    """Consult: a network writes one text together."""


@main.command(with_appcontext=False)
@click.option(
    "--file", "path", type=click.Path(exists=True, dir_okay=False), help="A file of export-chain instead."
)
def verify(path: str | None) -> None:
    """Recompute the hash of every revision and text; name each that is not as it was published."""
    if not (_verify_file(path) if path else _verify_database()):
        raise SystemExit(1)


def _verify_file(path: str) -> bool:
    """Check an exported chain, without any database; say what it ends with, so that it can be compared."""
    from consult.formats.chain import check_chain

    with open(path, encoding="utf-8", errors="replace") as lines:
        found = check_chain(lines)
    click.echo(f"{path}: {found.revisions} revisions, {len(found.faults) or 'no'} faults")
    if found.editions:
        click.echo(f"  editions in other languages: {found.editions}")
    if found.blacked_out:
        click.echo(f"  texts with a passage blacked out, digest kept: {found.blacked_out}")
    for fault in found.faults:
        click.echo(f"  {fault}")
    for line, last in sorted(found.newest.items()):
        click.echo(f"  newest ({line}): {last}")
    return not found.faults


@with_appcontext
def _verify_database() -> bool:
    from consult.core.database import db
    from consult.narratives.integrity import count_blacked_out, verify_chain
    from consult.narratives.models import Narrative

    faults = 0
    for narrative in db.session.query(Narrative).order_by(Narrative.slug):
        problems = verify_chain(narrative)
        faults += len(problems)
        click.echo(f"{narrative.slug}: {len(problems) or 'no'} faults")
        if passages := count_blacked_out(narrative):
            click.echo(f"  {passages} passages blacked out, digest kept")
        for problem in problems:
            click.echo(
                f"  {problem.revision.number} ({problem.revision.line}): {problem.fault} {problem.key}".rstrip()
            )
    return not faults


@main.command("export-chain")
@click.argument("slug")
@click.argument("target", type=click.File("w", encoding="utf-8"), default="-")
def export_chain(slug: str, target: TextIO) -> None:
    """Write all revisions of a narrative with texts and hashes as JSON lines, for `verify --file` anywhere."""
    from consult.core.errors import NotFound
    from consult.narratives.integrity import chain_lines
    from consult.narratives.services import narrative_by_slug

    try:
        narrative = narrative_by_slug(slug)
    except NotFound:
        raise click.ClickException(f"There is no narrative “{slug}”.") from None
    for line in chain_lines(narrative):
        target.write(line + "\n")


@main.command("search-index")
def search_index() -> None:
    """Build the index of the search anew from what is stored, in one transaction. The words found stay the same."""
    from consult.contributions.searchable import index_all_contributions
    from consult.core.search_index import empty_index
    from consult.core.transaction import unit_of_work
    from consult.narratives.searchable import index_all_texts
    from consult.surveys.findable import index_all_words

    with unit_of_work():
        empty_index()
        texts, contributions, words = index_all_texts(), index_all_contributions(), index_all_words()
    click.echo(
        f"Can be found: {texts} texts of sections, {contributions} contributions and answers,"
        f" {words} answers of surveys."
    )


@main.command("rebuild-columns")
def rebuild_columns() -> None:
    """Read what the figures and words of summaries are counted from anew. They stay the same."""
    from consult.core.clock import now
    from consult.core.transaction import unit_of_work
    from consult.summaries import column_store, word_keeping

    with unit_of_work():
        until = column_store.rebuild_columns(now())
    with unit_of_work():
        word_keeping.rebuild_words(now())
    click.echo(f"Read anew, up to event {until}.")


@main.command("rebuild-marks")
def rebuild_marks() -> None:
    """Make the marks by which similar contributions are found anew, in one transaction; they stay the same."""
    from consult.contributions import likeness
    from consult.core.transaction import unit_of_work

    with unit_of_work():
        number = likeness.rebuild_marks()
    click.echo(f"Marked anew: {number} contributions.")


@main.command(with_appcontext=False)
def run() -> None:
    """Prepare what is missing and serve the site, with the sending of letters, until Ctrl-C."""
    from consult.running import CannotStart, run_site

    try:
        run_site(_settings())
    except CannotStart as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        click.echo("\nStopped.")


@main.command(with_appcontext=False)
@click.option("--once", is_flag=True, help="Send what is due now, and end.")
def worker(once: bool) -> None:
    """Send letters and read surveys, for sites whose pages are served by other processes."""
    from consult.notices.worker import Worker
    from consult.surveys.work import SurveyWorker

    with _site() as app:
        letters, surveys = Worker(app, click.echo), SurveyWorker(app)
        if once:
            click.echo(f"Letters sent: {letters.once()}")
            surveys.once()
            return
        surveys.thread.start()
        try:
            letters.loop()
        except KeyboardInterrupt:
            click.echo("\nStopped.")
        finally:
            surveys.stop()


@main.command("end-retention")
def end_retention() -> None:
    """Announce retention periods that end soon, and part from their people the consultations whose time is up."""
    from consult.core.clock import now
    from consult.core.transaction import unit_of_work
    from consult.notices.retention import end_retention as end

    with unit_of_work():
        done = end(now())
    click.echo(f"Announced: {len(done.announced)}, parted from their people: {len(done.parted)}")
    for title in (*done.announced, *done.parted):
        click.echo(f"  {title}")


@main.command(with_appcontext=False)
@click.option("--name", help="Name of the network.")
@click.option("--email", help="E-mail address of the first person of the secretariat.")
@click.option("--person", help="Name of that person, as others see it.")
@click.option(
    "--language", "languages", multiple=True, help="A language of the network, such as en; repeatable."
)
@click.option("--region", "regions", multiple=True, help='A region as "code: Name"; repeatable.')
@click.option("--default-regions", is_flag=True, help="Take the regions that are offered.")
def init(**answers: object) -> None:
    """Begin a real network in an empty database, without invented data. What is not given is asked."""
    from consult.asking import ask_what_is_missing
    from consult.core.clock import now
    from consult.core.transaction import unit_of_work
    from consult.people.founding import found_network
    from consult.running import has_network, upgrade_database

    with _site() as app, _plain_refusals():
        upgrade_database(app)
        if has_network(app):
            raise click.ClickException("This database holds a network already. Nothing was changed.")
        founding = ask_what_is_missing(**answers)  # type: ignore[arg-type]
        with unit_of_work():
            found_network(founding, now())
        click.echo(f"The network “{founding.name}” has begun.")
        _print_link(founding.secretary_email)


@main.command()
def demo() -> None:
    """Write the demonstration network, in place of an earlier one; a real network is never touched."""
    from consult.demonstration.loader import load_demonstration
    from consult.running import upgrade_database

    upgrade_database(current_app)
    with _plain_refusals():
        stage = load_demonstration()
    click.echo(
        f"{stage.demo.name}: {len(stage.people)} people, {len(stage.consultations)} consultations, "
        f"{len(stage.contributions)} contributions."
    )


@main.command("sign-in-link", with_appcontext=False)
@click.argument("email")
def sign_in_link(email: str) -> None:
    """Print a link that signs the person with this e-mail address in: once, within ten minutes."""
    with _site(), _plain_refusals():
        _print_link(email)


@main.command("restore-secretary", with_appcontext=False)
@click.argument("email")
@click.option("--give-role", is_flag=True, help="Make this person one of the secretariat, if they are not.")
def restore_secretary(email: str, give_role: bool) -> None:
    """Let a secretary who has lost password or app set up new ones: takes both away, prints a link."""
    from consult.core.clock import now
    from consult.core.transaction import unit_of_work
    from consult.people.restoring import restore

    with _site(), _plain_refusals():
        with unit_of_work():
            restore(email, now(), may_give_role=give_role)
        _print_link(email)


def _print_link(email: str) -> None:
    from consult.core.clock import now
    from consult.core.transaction import unit_of_work
    from consult.people.accounts import clean_address, find_account
    from consult.people.sign_in import make_link

    account = find_account(clean_address(email))
    if account is None or account.person is None:
        raise click.ClickException("Nobody in this network has this e-mail address.")
    with unit_of_work():
        link = make_link(account, account.locale, now())
    click.echo(f"Sign in as {account.person.display_name}, once, within ten minutes:\n{link}")
