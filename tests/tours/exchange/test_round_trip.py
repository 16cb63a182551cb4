"""Texts go out and come back: the acceptance checks of the round trip, each under its number."""

import re
import shutil
import subprocess
import unicodedata

import pytest
from lxml import etree
from sqlalchemy import select
from translate.storage import pypo, xliff

from audio_guide.kit.errors import BadInputError, ConflictError
from audio_guide.tours import naming
from audio_guide.tours import service as tours
from audio_guide.tours.exchange import files, importing, suggesting
from audio_guide.tours.exchange.state import known, units
from audio_guide.tours.models import ScriptRevision, Suggestion
from tests.stories import CODES
from tests.tours.exchange.conftest import said

REED = "Камыш был топливом"
WATER = "Женщины резали камыш"
NEW = "Қамыс отын да, төсеніш те, құрылыс материалы да болды."
LANGUAGES = ("kk", "ru", "en")
PAIRS = [(language, source) for language in LANGUAGES for source in LANGUAGES if language != source]


def gettext_says(*command, data):
    """Run a gettext tool on a file; returns its output and what it complained of."""
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    return done.stdout, done.stderr.decode()


async def states(desk, language="kk", source="ru"):
    """Return the state of each text."""
    texts = await desk.texts()
    async with desk.house.database.read() as session:
        return {one.key: one for one in units(texts, await known(session, language), language, source)}


async def suggestions(desk):
    """Return the words that wait for a decision, with their kind."""
    async with desk.house.database.read() as session:
        return [(row.kind, row.words) for row in await session.scalars(select(Suggestion).where(Suggestion.settled.is_(False)).order_by(Suggestion.created_at))]


def kinds(done):
    """Return how many entries became what."""
    return {kind: count for kind, count in done.counts.items() if count and kind != "unchanged"}


@pytest.mark.parametrize(("language", "source"), PAIRS)
async def test_2_msgfmt_has_nothing_to_say_and_nothing_changes(alzhir, language, source):
    """Check 2: the demo tour in every direction passes msgfmt -c without a warning; brought back it changes nothing, twice."""
    data = await alzhir.send(language, source)
    before = (await alzhir.texts()).words
    _, complaint = gettext_says("msgfmt", "-c", "-v", "--check-accelerators", "-o", "/dev/null", "-", data=data)
    counts = [kinds(await alzhir.take(data)) for _ in range(2)]

    assert complaint.strip().count("\n") == 0
    assert "100 translated messages." == complaint.strip()
    assert [{}, {}] == counts
    assert (before, data) == ((await alzhir.texts()).words, await alzhir.send(language, source))


@pytest.mark.parametrize(("form", "schema"), [("xliff12", "xliff-core-1.2-transitional.xsd"), ("xliff20", "xliff-core-2.0.xsd")])
@pytest.mark.parametrize(("language", "source"), PAIRS[:3])
async def test_2_xliff_is_valid_and_changes_nothing(alzhir, form, schema, language, source):
    """Check 2: XLIFF is valid by OASIS's schema, holds the same texts as gettext, and changes nothing when it comes back."""
    data = await alzhir.send(language, source, form)
    folder = __file__.rpartition("/")[0] + "/schemas/"
    valid = etree.XMLSchema(etree.parse(folder + schema)).validate(etree.fromstring(data))
    gettext, found = files.read(await alzhir.send(language, source)), files.read(data)

    assert valid
    assert [(one.key, one.source, one.target) for one in gettext.entries] == [(one.key, one.source, one.target) for one in found.entries]
    assert (gettext.mark, gettext.language, gettext.source) == (found.mark, found.language, found.source)
    assert {} == kinds(await alzhir.take(data))


def by_the_toolkit(data):
    """Return a gettext file as Weblate's reader and writer leave it when one entry is set to the words that it has."""
    store = pypo.pofile.parsestring(data)
    unit = next(unit for unit in store.units if unit.target and not unit.isheader())
    unit.target = str(unit.target)
    return bytes(store)


REWRITES = {
    "translate-toolkit": by_the_toolkit,
    "as it is": lambda data: data,
    "msgcat wraps": lambda data: gettext_says("msgcat", "--width=60", "-", data=data)[0],
    "msgcat sorts": lambda data: gettext_says("msgcat", "--sort-output", "--no-wrap", "-", data=data)[0],
    "msgmerge": lambda data: gettext_says("msgmerge", "--no-fuzzy-matching", "--quiet", "-", "-", data=data)[0],
    "line ends of Windows": lambda data: data.replace(b"\n", b"\r\n"),
    "byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "letters of macOS": lambda data: unicodedata.normalize("NFD", data.decode()).encode(),
}


@pytest.mark.parametrize("rewrite", REWRITES)
async def test_3_whatever_a_tool_rewrites_the_outcome_is_the_same(desk, rewrite, tmp_path):
    """Check 3: wrapped, sorted, merged, with other line ends, a mark or decomposed letters, a file brings exactly its one change."""
    data = said(await desk.send(), REED, NEW)
    if rewrite == "msgmerge":
        for name in ("def.po", "ref.pot"):
            (tmp_path / name).write_bytes(data)
        changed = subprocess.run(["msgmerge", "--no-fuzzy-matching", "-q", tmp_path / "def.po", tmp_path / "ref.pot"], capture_output=True, check=True).stdout
    else:
        changed = REWRITES[rewrite](data)
    done = await desk.take(changed)

    assert NEW.encode() in data
    assert {"changed": 1} == kinds(done)
    assert NEW in await desk.body(CODES[0], "kk")


async def test_3_xliff_from_weblate_brings_its_one_change(desk):
    """Check 3: XLIFF that translate-toolkit, which Weblate reads and writes with, has read, changed in one place and written."""
    store = xliff.xlifffile.parsestring(await desk.send(form="xliff12"))
    unit = next(unit for unit in store.units if unit.source.startswith(REED))
    unit.target = NEW
    unit.marktranslated()
    done = await desk.take(bytes(store))

    assert {"changed": 1} == kinds(done)
    assert NEW in await desk.body(CODES[0], "kk")


async def test_5_the_previous_source_is_the_one_that_was_translated(desk):
    """Check 5: after two edits of the source the file shows the words that were translated; an edit taken back leaves nothing behind."""
    first = await desk.body(CODES[0], "ru")
    await desk.write(CODES[0], "ru", first.replace("топливом", "дровами"))
    await desk.write(CODES[0], "ru", first.replace("топливом", "дровами и кормом"))
    data = (await desk.send()).decode()
    late = {key for key, one in (await states(desk)).items() if one.state == "behind"}
    await desk.write(CODES[0], "ru", first)
    again = {key for key, one in (await states(desk)).items() if one.state == "behind"}

    assert '#| msgid "Камыш был топливом, постелью' in data
    assert 'msgid "Камыш был дровами и кормом, постелью' in data
    assert (1, data.count("#, fuzzy"), set()) == (len(late), 1, again)


async def test_5_the_words_of_the_change_are_told(desk):
    """Check 22: what changed in the source is told word by word, from the version that was translated."""
    first = await desk.body(CODES[0], "ru")
    await desk.write(CODES[0], "ru", first.replace("топливом", "дровами"))
    late = next(one for one in (await states(desk)).values() if one.state == "behind")

    assert [("removed", "топливом"), ("added", "дровами")] == [(one.kind, one.text) for one in late.changes() if one.kind != "same"]


async def test_6_two_translators_from_one_base(desk):
    """Check 6: where both changed the same text the second is told and both are kept; everything else of the second is applied."""
    base = await desk.send()
    await desk.take(said(base, REED, NEW), "Бірінші")
    second = await desk.take(
        said(said(base, REED, "Қамыс бәріне жарады, отын да, төсеніш те."), WATER, "Әйелдер Жалаңаш көлінде қамыс шапты. 1938 жылы су суық еді."), "Екінші"
    )
    body = await desk.body(CODES[0], "kk")

    assert {"conflict": 1, "changed": 1} == kinds(second)
    assert (True, True, False) == (NEW in body, "қамыс шапты" in body, "бәріне жарады" in body)
    assert [("conflict", "Қамыс бәріне жарады, отын да, төсеніш те.")] == await suggestions(desk)


async def test_6_an_edit_in_the_guide_is_never_lost(desk):
    """Check 6: words that the editor changed after the export stay, and those of the file beside them are applied."""
    base = await desk.send()
    body = await desk.body(CODES[0], "kk")
    await desk.write(CODES[0], "kk", body.replace("отын, төсеніш", "отын мен төсеніш"))
    done = await desk.take(said(base, WATER, "Әйелдер Жалаңаш көлінде қамыс шапты. 1938 жылы су суық еді."))
    after = await desk.body(CODES[0], "kk")

    assert ({"changed": 1}, True, True) == (kinds(done), "отын мен төсеніш" in after, "қамыс шапты" in after)


async def test_7_unfinished_words_are_not_shown(desk):
    """Check 7: an entry that needs work is kept and comes back in the next file, but no visitor sees it; finished, it is put in place."""
    before = await desk.body(CODES[0], "kk")
    done = await desk.take(said(await desk.send(), REED, NEW, fuzzy=True))
    shown = await desk.body(CODES[0], "kk")
    again = await desk.send()
    rough = [one.state for one in (await states(desk)).values()].count("needs-work")
    finished = await desk.take(said(again, REED, NEW, fuzzy=False))

    assert ({"needs-work": 1}, before, 1) == (kinds(done), shown, rough)
    assert 1 == again.decode().count("#, fuzzy")
    assert ({"changed": 1}, True, []) == (kinds(finished), NEW in await desk.body(CODES[0], "kk"), await suggestions(desk))


async def test_7_a_mark_taken_off_confirms_the_words(desk):
    """Check 7: where the source changed and the translator finds the words still right, taking off the mark is enough."""
    body = await desk.body(CODES[0], "ru")
    await desk.write(CODES[0], "ru", body.replace("топливом", "дровами"))
    data = await desk.send()
    done = await desk.take(said(data, "Камыш был дровами", None, fuzzy=False))

    assert {"confirmed": 1} == kinds(done)
    assert {"fine"} == {one.state for one in (await states(desk)).values() if one.target}


async def test_7_an_empty_entry_deletes_nothing(desk):
    """Check 7: an emptied entry leaves the words as they are."""
    before = (await desk.texts()).words
    done = await desk.take(said(await desk.send(), REED, ""))

    assert ({}, before) == (kinds(done), (await desk.texts()).words)


@pytest.mark.parametrize("header", ["ru", "en"])
async def test_7_a_file_in_another_language_is_refused_whole(desk, header):
    """Check 7: a file whose header names another language than its export is refused, and nothing is changed."""
    before = (await desk.texts()).words
    with pytest.raises(BadInputError, match=rf"Line 7: .*“{header}”, but “kk” is expected"):
        await desk.take(said(await desk.send(), REED, NEW).replace(b"Language: kk", f"Language: {header}".encode()))
    for form in ("xliff12", "xliff20"):
        data = re.sub(rb'(target-language=|trgLang=)"kk"', rf'\1"{header}"'.encode(), await desk.send(form=form))
        with pytest.raises(BadInputError, match=r"Line [23]: .*is expected"):
            await desk.take(data)

    assert before == (await desk.texts()).words


async def test_7_russian_words_in_a_kazakh_file_are_refused_whole(desk):
    """Check 7: a Kazakh file that was filled with Russian is refused whole, with the line."""
    data = await desk.send()
    for source in ("Камыш 1", "Камыш 2"):
        data = said(data, source, "Женщины резали камыш зимой в ледяной воде")
    text = data.decode().replace("Қамыс — отын, төсеніш және құрылыс материалы болды.", "Камыш был топливом и постелью для всех женщин лагеря.")
    with pytest.raises(BadInputError, match=r"Line \d+"):
        await desk.take(text.encode())


async def test_7_lost_places_and_long_titles_are_refused_with_their_line(desk):
    """Check 7: a lost place in braces and a title without room are kept as suggestions, with their lines; the rest is applied."""
    body = await desk.body(CODES[0], "ru")
    await desk.write(CODES[0], "ru", body + "\n\nВ лагере было {n} бараков.")
    long = "Ұ" * 301
    data = said(said(said(await desk.send(), "{n} бараков", "Лагерьде барактар болды."), "Камыш 1", long), REED, NEW)
    done = await desk.take(data)
    refused = {one.words: one for one in done.outcomes if one.kind == "rejected"}
    lines = data.decode().split("\n")

    assert {"rejected": 2, "changed": 1} == kinds(done)
    assert {"long", "places"} == {finding.check for one in refused.values() for finding in one.findings if finding.blocks}
    assert all('msgctxt "stop.A1B2' in lines[one.line - 1] for one in refused.values())
    assert {("rejected", long), ("rejected", "Лагерьде барактар болды.")} == set(await suggestions(desk))


@pytest.mark.parametrize(
    ("key", "words", "says"),
    [("title", "Ұ" * 301, "300"), ("note", "Ұ" * 719, "500"), ("body", "Лагерьде барактар болды.", "{n}"), ("body", "{n} [барак]{RU!}", "RU!")],
)
async def test_7_what_was_refused_is_not_taken_by_another_door(desk, key, words, says):
    """Words that an import refused cannot be put in place as a suggestion either: the limit, the place or the mark is named, and nothing changes."""
    body = await desk.body(CODES[0], "ru")
    await desk.write(CODES[0], "ru", body + "\n\nВ лагере было {n} бараков.")
    async with desk.house.database.write() as session:
        await tours.save_note(session, await tours.stop_by_code(session, CODES[0]), "ru", "Смерть")
    texts = (await desk.texts()).of("ru")
    found = next(one for one, text in texts.items() if one.startswith(f"stop.{CODES[0]}.{key}") and (key != "body" or "{n}" in text))
    async with desk.house.database.write() as session:
        row = Suggestion(key=found, language="kk", kind="rejected", words=words, words_digest="0", source_words=texts[found], author="A")
        session.add(row)
    before = (await desk.texts()).words
    with pytest.raises(BadInputError, match=says.replace("{", r"\{")):
        async with desk.house.database.write() as session:
            await suggesting.take(session, row.id, "kk", words, "Edith")

    assert before == (await desk.texts()).words


async def test_7_a_suggestion_may_be_left_out(desk):
    """A lone hyphen that is taken from the suggestions leaves the paragraph out, as it does in a file."""
    await desk.take(said(await desk.send(), REED, "-", fuzzy=True))
    async with desk.house.database.write() as session:
        waiting = await suggesting.waiting(session, "kk", "ru")
        await suggesting.take(session, waiting[0].row.id, "kk", waiting[0].row.words, "Edith")

    assert ("-", False) == (waiting[0].row.words, "отын" in await desk.body(CODES[0], "kk"))
    assert "fine" == (await states(desk))[waiting[0].row.key].state


async def test_7_undo_brings_back_every_letter(desk):
    """Check 7: taking an import back restores each text letter by letter, by new revisions, and what is known of the sources."""
    await desk.write(CODES[0], "kk", "Бір  сөйлем.\n\n\n\nЕкі \u00a0 сөйлем.\nЖол.", source="ru")
    before, file = (await desk.texts()).words, await desk.send()
    body = await desk.body(CODES[0], "kk")
    done = await desk.take(said(said(file, WATER, "Әйелдер қамыс шапты, су мұздай еді."), REED, "-"))
    changed = await desk.body(CODES[0], "kk")
    kept = await desk.undo(done)
    async with desk.house.database.read() as session:
        revisions = (await session.scalars(select(ScriptRevision.body).where(ScriptRevision.author == "Тарас"))).all()

    assert body != changed
    assert ([], body, before) == (kept, await desk.body(CODES[0], "kk"), (await desk.texts()).words)
    assert file == await desk.send()
    assert [changed, body] == revisions


async def test_7_undo_keeps_what_was_written_since(desk):
    """Check 7: a text that somebody edited after the import stays as it is, and is named; the others go back."""
    done = await desk.take(said(said(await desk.send(), WATER, "Әйелдер қамыс шапты, су мұздай еді."), REED, NEW))
    body = await desk.body(CODES[0], "kk")
    await desk.write(CODES[0], "kk", body.replace(NEW, "Қамыс — бәрі."))
    kept = await desk.undo(done)
    after = await desk.body(CODES[0], "kk")

    assert (1, True, False) == (len(kept), "Қамыс — бәрі." in after, "қамыс шапты" in after)
    with pytest.raises(ConflictError):
        await desk.undo(done)


async def test_7_left_out_on_purpose_counts_as_translated(desk):
    """A lone hyphen means that this language needs no such words; the state is fine until the source changes."""
    body = await desk.body(CODES[0], "ru")
    await desk.write(CODES[0], "ru", body + "\n\nЭтого по-казахски говорить не нужно.")
    key = next(key for key, one in (await states(desk)).items() if one.source.startswith("Этого"))
    done = await desk.take(said(await desk.send(), "Этого по-казахски", "-"))
    fine = (await states(desk))[key].state
    await desk.write(CODES[0], "ru", body + "\n\nЭтого по-казахски говорить не нужно, но по-русски да.")

    assert ({"left-out": 1}, "fine", "behind") == (kinds(done), fine, (await states(desk))[key].state)


async def test_7_a_translation_may_have_more_paragraphs(desk):
    """An empty line in a translation begins a paragraph; the next file shows both under the same key, and nothing is to be done."""
    two = "Қамыс — отын болды.\n\nТөсеніш те болды, құрылыс материалы да болды."
    await desk.take(said(await desk.send(), REED, two))
    data = await desk.send()

    assert two in await desk.body(CODES[0], "kk")
    assert {} == kinds(await desk.take(data))
    assert two in {entry.target for entry in files.read(data).entries}


async def test_8_paragraphs_keep_their_translations(desk):
    """Check 8: moved, joined by a new one, split, joined and reworded, the paragraphs of the source keep their keys; a new number changes none."""
    await desk.write(CODES[0], "ru", "Первый абзац о дороге в лагерь зимой.\n\nВторой абзац о бараках и холоде.\n\nТретий абзац о возвращении домой.")
    await desk.write(CODES[0], "kk", "Бірінші: жол туралы.\n\nЕкінші: барактар туралы.\n\nҮшінші: оралу туралы.", source="ru")

    async def pairs():
        return {one.source: one.target for one in (await states(desk)).values() if one.key.startswith(f"stop.{CODES[0]}.body")}

    edits = {
        "moved": "Третий абзац о возвращении домой.\n\nПервый абзац о дороге в лагерь зимой.\n\nВторой абзац о бараках и холоде.",
        "added": "Третий абзац о возвращении домой.\n\nНовое.\n\nПервый абзац о дороге в лагерь зимой.\n\nВторой абзац о бараках и холоде.",
        "reworded": "Третий абзац о возвращении домой.\n\nНовое.\n\nПервый абзац о долгой дороге в лагерь.\n\nВторой абзац о бараках и холоде.",
        "split": "Третий абзац о возвращении домой.\n\nНовое.\n\nПервый абзац\n\nо долгой дороге в лагерь.\n\nВторой абзац о бараках и холоде.",
        "joined": "Третий абзац о возвращении домой.\n\nНовое.\n\nПервый абзац о долгой дороге в лагерь. Второй абзац о бараках и холоде.",
    }
    found = {}
    for name, body in edits.items():
        await desk.write(CODES[0], "ru", body)
        found[name] = await pairs()
    keys = set((await desk.texts()).of("ru"))
    async with desk.house.database.write() as session:
        (await tours.stop_by_code(session, CODES[0])).number = 77

    assert "Бірінші: жол туралы." == found["moved"]["Первый абзац о дороге в лагерь зимой."]
    assert ("Үшінші: оралу туралы.", "") == (found["added"]["Третий абзац о возвращении домой."], found["added"]["Новое."])
    assert "Бірінші: жол туралы." == found["reworded"]["Первый абзац о долгой дороге в лагерь."]
    assert "Бірінші: жол туралы." == found["split"]["Первый абзац\n\nо долгой дороге в лагерь."]
    assert {"Бірінші: жол туралы.", "Екінші: барактар туралы."} & set(found["joined"].values())
    assert keys == set((await desk.texts()).of("ru"))


async def test_a_file_without_its_base_overwrites_nothing(desk):
    """Where a tool dropped our header, missing words are filled in and differing ones are conflicts."""
    body = await desk.body(CODES[0], "ru")
    await desk.write(CODES[0], "ru", body + "\n\nНовый абзац о зиме в степи.")
    data = b"\n".join(line for line in (await desk.send()).split(b"\n") if b"X-Guide-Export" not in line)
    done = await desk.take(said(said(data, "Новый абзац", "Даладағы қыс туралы жаңа абзац."), REED, NEW))

    assert {"new": 1, "conflict": 1} == kinds(done)


async def test_a_stop_that_is_begun_waits_for_its_text(desk):
    """Words for a stop that has no title yet are kept, and put in place with the title when it comes."""
    async with desk.house.database.write() as session:
        tour = await tours.save_tour(session, "steppe", {})
        stop = await tours.save_stop(session, tour, CODES[2], 3, 2)
        await tours.save_script(session, stop, "ru", title="Зима", body="Зимой в степи мороз.", author="Edith")
    base = await desk.send()
    await desk.take(said(base, "Зимой в степи", "Қыста далада аяз болады."))
    waiting = await suggestions(desk)
    await desk.take(said(base, "Зима", "Қыс"))
    texts = await desk.texts()

    assert [("unplaced", "Қыста далада аяз болады.")] == waiting
    assert ("Қыс", "Қыста далада аяз болады.") == (texts.scripts[CODES[2], "standard", "kk"].title, await desk.body(CODES[2], "kk"))
    assert ([], "fine") == (await suggestions(desk), next(one.state for key, one in (await states(desk)).items() if key.startswith(f"stop.{CODES[2]}.body")))


async def test_a_preview_that_is_old_changes_nothing(desk):
    """If the guide changed between looking and taking over, nothing is taken over and the list is shown again."""
    file = files.read(said(await desk.send(), REED, NEW))
    async with desk.house.database.write() as session:
        row = await importing.receive(session, file, importing.Sender("A", "x.po"), LANGUAGES)
        seal = (await importing.preview(session, row)).seal
    body = await desk.body(CODES[0], "kk")
    await desk.write(CODES[0], "kk", body.replace("отын, төсеніш", "отын мен төсеніш"))
    with pytest.raises(ConflictError, match="since you looked"):
        async with desk.house.database.write() as session:
            await importing.apply(session, await importing.received(session, row.id), "A", seal)

    assert "отын мен төсеніш" in await desk.body(CODES[0], "kk")


async def test_every_note_is_there_for_the_translator(desk):
    """An entry tells its role and place, the room there is, the other language and the name as the table has it."""
    async with desk.house.database.write() as session:
        await naming.save_name(session, "zhalanash", "place", {"ru": {"written": "Жаланаш"}, "kk": {"written": "Жалаңаш"}})
    text = (await desk.send()).decode()

    assert "#. Stop 1. Title. https://g.museum.kz/cms/preview/A1B2/kk\n" in text
    assert "#. Stop 1. Paragraph 2/3. https://g.museum.kz/cms/preview/A1B2/kk#p2\n" in text
    assert "#. Tour. Title. https://g.museum.kz/cms/tours/steppe/kk\n" in text
    assert "#. At most 300 characters." in text
    assert "#. [en] Women cut reeds at Lake Zhalanash." in text
    assert "#. Жаланаш = Жалаңаш" in text


def test_the_tools_of_gettext_are_real():
    """These tests need msgfmt, msgcat and msgmerge."""
    assert all(shutil.which(name) for name in ("msgfmt", "msgcat", "msgmerge"))
