"""The command ``users``: for the first admin and for whoever is locked out."""

import asyncio
from collections.abc import Sequence

import click

from audio_guide.accounts import second_factor
from audio_guide.accounts import service as accounts
from audio_guide.accounts.models import ROLES, Person
from audio_guide.house import open_house
from audio_guide.settings import Settings
from audio_guide.tours.languages import known

settings_of = click.make_pass_decorator(Settings)


@click.group()
def users() -> None:
    """See, add, invite and disable staff; for the first admin and for whoever is locked out."""


@users.command("list")
@settings_of
def users_list(settings: Settings) -> None:
    """List the staff."""
    for person in asyncio.run(_people(settings)):
        state = "" if person.active else "  (disabled)"
        code = "  (second factor)" if person.totp_secret else ""
        click.echo(f"{person.login:30} {person.role:10} {','.join(person.languages):8} {person.name}{code}{state}")


async def _people(settings: Settings) -> Sequence[Person]:
    async with open_house(settings) as house, house.database.read() as session:
        return await accounts.people(session)


@users.command("add")
@click.argument("login")
@click.option("--name", required=True, help="The full name, as it stands in the history.")
@click.option("--role", type=click.Choice(ROLES), default="admin", show_default=True)
@click.option("--language", "-l", "languages", multiple=True, help="For a translator; may be given several times.")
@settings_of
def users_add(settings: Settings, login: str, name: str, role: str, languages: tuple[str, ...]) -> None:
    """Add somebody and print the link with which they set their password."""
    click.echo(asyncio.run(_add(settings, login, accounts.Standing(name, role, languages))))


async def _add(settings: Settings, login: str, standing: accounts.Standing) -> str:
    async with open_house(settings) as house, house.database.write() as session:
        written = (await known(session)).written
        if strange := [language for language in standing.languages if language not in written]:
            raise click.ClickException(f"The guide has no language “{strange[0]}”. It has: {', '.join(written)}.")
        person = await accounts.add_person(session, login, standing)
        await accounts.record(session, "command line", "person-added", person.login)
        return _link(settings, await accounts.invite(session, person.id))


def _link(settings: Settings, token: str) -> str:
    return f"{settings.public_url.rstrip('/')}/cms/invitation/{token}"


@users.command("invite")
@click.argument("login")
@click.option("--without-code", is_flag=True, help="Also forget the second factor, for a telephone that was lost.")
@settings_of
def users_invite(settings: Settings, login: str, *, without_code: bool) -> None:
    """Print a new link for somebody who forgot their password; it works once and for a week."""
    click.echo(asyncio.run(_invite(settings, login, without_code=without_code)))


async def _invite(settings: Settings, login: str, *, without_code: bool) -> str:
    async with open_house(settings) as house, house.database.write() as session:
        person = await accounts.person_to_check(session, login)
        if person is None:
            raise click.ClickException(f"Nobody signs in with the name “{login}”.")
        verb = "person-invited-without-code" if without_code and second_factor.forget(person) else "person-invited"
        await accounts.record(session, "command line", verb, person.login)
        return _link(settings, await accounts.invite(session, person.id))
