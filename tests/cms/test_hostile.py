"""Every text that staff can fill, filled with what would run: it stands on the pages as words, never as markup, and no column is forgotten."""

import re
from collections import Counter
from datetime import UTC, datetime

from advanced_alchemy.base import UUIDv7AuditBase
from litestar.testing import AsyncTestClient
from lxml import etree, html
from sqlalchemy import String, select, update
from tests.cms.conftest import Browser
from tests.cms.test_doors import OPEN, PLACES, TABLE
from tests.stories import CODES, add_picture

from audio_guide.accounts.models import Deed, Person
from audio_guide.app import create_app
from audio_guide.listening.models import DailyCount
from audio_guide.publishing import service as publishing
from audio_guide.publishing.models import Approval, EditionRecord
from audio_guide.speech.models import HumanVoice, Narration, VoiceInstallation, WaySound
from audio_guide.tours import naming, ways
from audio_guide.tours import service as tours
from audio_guide.tours.exchange.models import TextImport
from audio_guide.tours.models import Draft, Film, Script, Suggestion, Translation
from audio_guide.tours.ways import Spot, Words

CODES_OF_OURS = {
    "a code of a language, checked when it is written": (
        "film.language film.script_language "
        "content_note.language deed.language draft.language draft.source edition.language language.code language.derived_from meant.language "
        "name_form.language picture_text.language publication.language script.language script_revision.source_language suggestion.language "
        "text_export.language text_export.source text_import.language text_import.source tour_text.language translation.language "
        "translation.source_language voice.language way_sound.language way_text.language daily_count.wanted daily_count.got"
    ),
    "a word of ours, chosen from a list": (
        "daily_count.what daily_count.track deed.verb draft.track house_rule.key language.direction meant.check name.kind narration.state person.role "
        "picture.people script.track suggestion.kind text_import.state voice_installation.state voice_installation.kind way_sound.state"
    ),
    "a key that the guide makes, or an address in letters, digits and hyphens": (
        "deed.place meant.key name.key picture.key stop.code stop.passage_first stop.passage_last suggestion.key text_export.mark text_import.mark tour.slug "
        "translation.key human_voice.file"
    ),
    "a digest": (
        "approval.wanted_digest edition.digest human_voice.file_digest human_voice.kept_digest human_voice.set_aside_digest human_voice.words_digest "
        "meant.words_digest narration.wanted_digest picture.source_digest recording.wanted_digest said.basis said.mentioned said.names said.said_digest "
        "script_revision.source_digest suggestion.words_digest translation.words_digest way_sound.wanted_digest"
    ),
    "a name of a voice that an engine has": "voice.voice voice_installation.name",
    "what one signs in with, or a secret": "person.login person.password_hash person.totp_secret",
}
"""Columns that nobody fills with words of their own, each with the reason."""
KEPT = frozenset(name for names in CODES_OF_OURS.values() for name in names.split())
HIDDEN = {
    "approval.approved_by": "stands in the edition, for programs",
    "content_note.author": "is compared for the rule of the second person",
    "way_text.author": "is compared for the rule of the second person",
    "human_voice.words": "is shown word by word where a take is of other words and its text was published or read before",
    "narration.message": "belongs to words that are not wanted any more",
    "suggestion.source_words": "stands where the source was removed",
    "translation.source_words": "is compared by its digest, which these words do not have",
    "way_sound.approved_by": "belongs to words that no way has any more",
    "way_sound.message": "belongs to words that no way has any more",
    "way_sound.words": "is what was wanted first; pages show the way itself",
}
"""Columns whose words stand on none of these pages, each with the reason; one that is shown some day has to leave this list."""
TEXTS = [column for table in UUIDv7AuditBase.metadata.sorted_tables for column in table.columns if isinstance(column.type, String)]
VISITORS = (
    "/",
    "/search?q=window",
    "/tours/steppe",
    "/tours/steppe/plan",
    f"/stops/{CODES[0]}",
    f"/stops/{CODES[1]}",
    "/all",
    "/about",
    "/offline",
    "/number?n=7",
)
MORE = (
    "/cms?find=window", "/cms/check/steppe?language=en", "/cms/names?find=window", "/cms/names/words?language=kk&text=window", "/cms/pictures?missing=1",
    f"/cms/stops/{CODES[0]}/en/compare?old=1&new=1", f"/cms/stops/{CODES[0]}/kk?track=easy", "/cms/history?kind=texts", "/cms/listening?days=all",
)  # fmt: skip


FILM = [{"name": f"{'0' * 40}.{suffix}", "media_type": kind, "bytes": 9} for suffix, kind in (("mp4", "video/mp4"), ("jpg", "image/jpeg"))]


def hostile(number):
    """Return words that would leave any place of a page where they are not escaped; the number tells from which column they came."""
    return (
        f"</textarea></title></option></style><!--<script>window.hit({number})</script>\"'><img src=x onerror=window.hit({number})>"
        f"<b class=hit{number}> onfocus=window.hit({number}) {{{{7*7}}}}~{number}~"
    )


def named(column):
    """Return a column as the rules name it."""
    return f"{column.table.name}.{column.name}"


def test_every_text_column_has_a_rule():
    """Whoever adds a column for text says here that nobody fills it, or its words are tried below; what is gone goes here too."""
    assert set() == KEPT - {named(column) for column in TEXTS}
    assert 30 < len(TEXTS) - len(KEPT)


async def write_rows(museum):
    """Give every table that holds words a row."""
    await add_picture(museum, texts={"kk": ("x", "x"), "ru": ("x", "x"), "en": ("x", "x")}, at=CODES[:1])
    async with museum.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        scripts = (await session.scalars(select(Script).order_by(Script.created_at))).all()
        tour = await publishing.tour_by_slug(session, "steppe")
        await ways.save_spots(session, tour.id, {stop.id: Spot((1, 2), {one: Words(f"way {one}", f"free {one}") for one in ("kk", "ru", "en")})}, "x")
        await naming.save_name(session, "lake", "place", {one: {"written": f"lake {one}", "spoken": "x"} for one in ("kk", "ru", "en")})
        for language in ("kk", "ru", "en"):
            await tours.save_note(session, stop, language, "note", "x")
        admin = await session.scalar(select(Person.id).where(Person.login == "admin"))
        key, digest = f"stop.{CODES[0]}.title", "0" * 64
        session.add_all([
            Deed(person_name="x", verb="text-saved", subject="x", language="kk", place=CODES[0]),
            DailyCount(day=datetime.now(UTC).date(), what="dead", about="ZZZZ", wanted="kk", got="", track="", times=1),
            Draft(person_id=admin, stop_id=stop.id, language="en", title="x", body="x", note="x"),
            Suggestion(key=key, language="ru", kind="conflict", words="x", words_digest="0", source_words="x", author="x"),
            TextImport(language="ru", source="kk", file_name="x", author="x", entries=[]),
            Translation(key=key, language="ru", words_digest="0", source_language="kk", source_words="x"),
            VoiceInstallation(name="kk_KZ-issai-high", state="failed", message="x"),
            WaySound(language="kk", words="x", wanted_digest=digest, state="failed", message="x", approved_by="x", approved_at=datetime.now(UTC)),
            HumanVoice(
                script_id=scripts[-1].id, file="0.flac", file_digest=digest, seconds=9.0, speaker="x", licence="x", consent="x", words="x",
                words_digest=digest, uploaded_by="x",
            ),
            Film(
                stop_id=stop.id, language="rsl-KZ", files=FILM, seconds=9.0, width=640, height=360, signer="x", consent="x", script_language="ru",
                script_revision=1, same_as_text=True, sent_by="x",
            ),
            Narration(script_id=scripts[0].id, wanted_digest=digest, state="failed", message="x"),
            Approval(script_id=scripts[0].id, revision=1, wanted_digest=digest, approved_by="x"),
        ])  # fmt: skip


async def fill(museum, columns, first):
    """Put hostile words into every row of some columns; returns the column of each number, from *first* on."""
    found = {}
    async with museum.database.write() as session:
        for column in columns:
            key = column.table.primary_key.columns
            for row in (await session.execute(select(*key))).all():
                number = first + len(found)
                found[number] = named(column)
                where = (one == value for one, value in zip(key, row, strict=True))
                await session.execute(update(column.table).where(*where).values({column.name: hostile(number)}))
    return found


def live(page):
    """Return what of the hostile words came alive in a page: elements, attributes, comments, scripts, and templates that were filled again."""
    tree = html.document_fromstring(page)
    found = [etree.tostring(one)[:120] for one in tree.xpath("//*[starts-with(@class, 'hit')] | //img[@src='x']")]
    for element in tree.iter():
        if not isinstance(element.tag, str):
            found += ["a comment"] if "window.hit" in (element.text or "") else []
            continue
        found += [f"{element.tag} {name}" for name in element.attrib if name.startswith("on") or "window" in name or "hit" in name]
        found += [f"{name} {value[:40]}" for name, value in element.attrib.items() if value.strip().lower().startswith("javascript:")]
        if element.tag in {"script", "style"} and "window.hit" in (element.text or ""):
            found.append(element.tag)
    return found + re.findall(r"49~\d+~", page)


async def test_no_words_of_staff_come_alive(museum, settings):
    """Every page of the staff and of the visitors, in three languages, with hostile words in every column: all of them are words."""
    await write_rows(museum)
    columns = [column for column in TEXTS if named(column) not in KEPT]
    numbers = await fill(museum, [column for column in columns if column.table.name != "edition"], 1000)
    async with museum.database.write() as session:
        tour = await publishing.tour_by_slug(session, "steppe")
        for language in ("kk", "ru", "en"):
            await publishing.publish(session, museum.voices, tour, language, hostile(999), texts_too=True)
    numbers |= await fill(museum, [column for column in columns if column.table.name == "edition"], 9000)
    assert {named(column) for column in columns} == set(numbers.values())

    pages, alive, seen = await read_all(museum, settings)

    assert {} == alive
    assert pages > 150
    shown = {numbers[number] for number in seen & set(numbers)}
    assert set(HIDDEN) == set(numbers.values()) - shown


def filled(path, places):
    """Return an address with its places filled."""
    return re.sub(r"\{\w+\}", lambda place: places[place[0]], path)


async def read_all(museum, settings):
    """Read every page; returns how many there are, what came alive by address, and the numbers that stand on them."""
    async with museum.database.read() as session:
        ids = {
            "{import_id}": str(await session.scalar(select(TextImport.id))),
            "{edition_id}": str(await session.scalar(select(EditionRecord.id))),
            "{task}": "keyboard",
        }
    asked = [address.partition(" ")[2] for address in [*TABLE, *OPEN] if address.startswith("GET ") and not address.endswith(("/progress", "/hear"))]
    pages, alive, seen = Counter(), {}, set()
    async with AsyncTestClient(create_app(settings), base_url="http://testserver.local") as client:
        client.follow_redirects = False
        browser = Browser(client)
        for language in ("kk", "ru", "en"):
            client.headers["Accept-Language"] = language
            client.cookies.clear()
            await browser.sign_in("admin")
            addresses = {*MORE, *(f"/{language}{path}" for path in VISITORS)}
            for path in asked:
                for code in CODES[:2]:
                    addresses.add(filled(path, PLACES | ids | {"{language}": language, "{code}": code}))
            for address in sorted(addresses):
                answer = await client.get(address)
                if not answer.headers.get("content-type", "").startswith("text/html") or not answer.text.strip():
                    continue
                pages[address] += 1
                seen |= {int(number) for number in re.findall(r"~(\d+)~", answer.text)}
                if found := live(answer.text):
                    alive[address] = found[:3]
    return pages.total(), alive, seen
