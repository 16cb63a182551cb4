"""The commands ``publish`` and ``withdraw``: what visitors see, decided at the command line."""

import asyncio
from collections.abc import Sequence
from typing import Any

import click
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.house import House, open_house
from audio_guide.kit.errors import AudioGuideError, BadInputError
from audio_guide.publishing import service as publishing
from audio_guide.settings import Settings
from audio_guide.speech import reasons
from audio_guide.tours import service as tours
from audio_guide.tours.languages import known, titled
from audio_guide.tours.models import Tour

settings_of = click.make_pass_decorator(Settings)
language_option = click.option("--language", "-l", help="Only this language, such as kk.")
LEFT_OUT = {"alt": "it has no alternative text in this language", "consent": "somebody in it has not agreed yet"}
UNFILMED = "  {code} shows the film in {key} not: nobody has written down how its signer agreed"
AT_ONCE = 40
"""Texts that are approved in one transaction."""
NO_LANGUAGE = "The guide has no texts in “{language}”. There are: {offered}."


@click.command()
@click.argument("slug", required=False)
@language_option
@click.option("--approve-as", help="Approve all sound that exists in this person's name first.")
@click.option("--by", default="command line", show_default=True, help="In whose name it is published.")
@click.option("--texts-too", is_flag=True, help="Also show stops that have no approved sound yet, as text.")
@settings_of
def publish(settings: Settings, /, slug: str | None, language: str | None, **how: Any) -> None:
    """Show the public what is approved, per tour and language; a stop that is not ready keeps its former state and is named."""
    asyncio.run(_publish(settings, slug, language, **how))


async def _publish(  # noqa: PLR0913 -- the options of a command
    settings: Settings, slug: str | None, language: str | None, *, approve_as: str | None, by: str, texts_too: bool
) -> None:
    async with open_house(settings) as house:
        async with house.database.read() as session:
            await written_language(session, language)
            chosen = [await publishing.tour_by_slug(session, slug)] if slug else await publishing.all_tours(session)
            wanted = [(tour, one) for tour in chosen for one in ([language] if language else await titled(session, tour.id))]
        if approve_as:
            await approve_all(house, approve_as, language)
        await show(house, wanted, by, texts_too=texts_too)


async def approve_all(house: House, by: str, language: str | None = None) -> None:
    """Approve all sound that exists, a few texts at a time: every one is read for this, and others want to write meanwhile."""
    async with house.database.read() as session:
        scripts = [script.id for script in await tours.scripts(session, language=language)]
    for few in (scripts[at : at + AT_ONCE] for at in range(0, len(scripts), AT_ONCE)):
        async with house.database.write() as session:
            for script in await tours.scripts_by_id(session, few):
                try:
                    await publishing.approve(session, house.voices, script, by)
                except AudioGuideError as error:
                    click.echo(str(error), err=True)


async def show(house: House, wanted: Sequence[tuple[Tour, str]], by: str, *, texts_too: bool = False) -> None:
    """Publish tours in languages, each in a transaction of its own, and tell of each what it did."""
    for tour, language in wanted:
        async with house.database.write() as session:
            receipt = await publishing.publish(session, house.voices, tour, language, by, texts_too=texts_too)
        click.echo(_receipt(receipt))


async def written_language(session: AsyncSession, language: str | None) -> None:
    """Raise BadInputError with those that there are if the museum has no texts in this language."""
    written = (await known(session)).written
    if language is not None and language not in written:
        raise BadInputError(NO_LANGUAGE, language=language, offered=", ".join(written))


def _receipt(receipt: publishing.Receipt) -> str:
    """Tell in lines what a publication did."""
    what = "published" if receipt.changed else "unchanged"
    lines = [f"{receipt.tour} {receipt.language}: {what}, {len(receipt.published)} stops as they are now"]
    lines += [f"  {kept.code} keeps its former state: {reasons.plain(kept.reason)}" for kept in receipt.kept]
    lines += [f"  {code} is shown as text; it has no sound yet" for code in receipt.silent]
    lines += [f"  {gap.code} shows the picture {gap.key} not: {LEFT_OUT[gap.reason]}" for gap in receipt.left_out if gap.reason in LEFT_OUT]
    lines += [UNFILMED.format(code=gap.code, key=gap.key) for gap in receipt.left_out if gap.reason not in LEFT_OUT]
    lines += [f"  {code} hardly is in the language “{receipt.language}”; look at its text" for code in receipt.doubtful]
    return "\n".join(lines)


@click.command()
@click.argument("slug")
@click.option("--language", "-l", required=True, help="The language's code, such as kk.")
@settings_of
def withdraw(settings: Settings, slug: str, language: str) -> None:
    """Take a tour's language from the public at once; its editions are kept."""
    if not asyncio.run(_withdraw(settings, slug, language)):
        raise click.ClickException("This tour is not published in this language.")
    click.echo(f"{slug} {language}: withdrawn")


async def _withdraw(settings: Settings, slug: str, language: str) -> bool:
    async with open_house(settings) as house, house.database.write() as session:
        return await publishing.withdraw(session, await publishing.tour_by_slug(session, slug), language)
