"""The names table on the staff's pages: nothing is erased unseen, two people lose nothing, and consent is written down."""

import pytest
from sqlalchemy import select

from audio_guide.kit.errors import UnavailableError
from audio_guide.speech import wanting, wishes
from audio_guide.speech.models import Narration
from audio_guide.tours import naming
from audio_guide.tours import service as tours
from audio_guide.tours.models import Script

PAGE = "/cms/names"
FORMS = {
    "kk": {"written": "Жалаңаш", "spoken": "", "aliases": ["Жаланаш көлі", "Ащы көл"]},
    "ru": {"written": "Жаланаш", "spoken": "Жала-наш", "aliases": ["озеро Жаланаш"]},
}


@pytest.fixture
async def lake(museum):
    """Return the key of a name with other forms, in two languages."""
    async with museum.database.write() as session:
        await naming.save_name(session, "lake", "place", FORMS)
    return "lake"


async def row(museum, key="lake"):
    """Return a row as its form shows it."""
    async with museum.database.read() as session:
        name = await naming.by_key(session, key)
        return naming.fields_of(name, ("kk", "ru", "en")) if name is not None else None


async def change(browser, key="lake", **fields):
    """Send the form of a row as its button does; a double underscore stands for a hyphen."""
    forms = (form for form in browser.page.forms if form.action == PAGE and form.fields.get("name_key") == key and "kind" in form.fields)
    values = {**dict(next(forms).form_values()), **{name.replace("__", "-"): value for name, value in fields.items()}}
    answer = await browser.client.post(PAGE, data=values, headers={"Sec-Fetch-Site": "same-origin"})
    await browser.take(answer)
    return answer


async def test_saving_a_row_keeps_its_other_forms(browser, museum, lake):
    """Whoever changes how a name is said erases no other form of it; the other forms are a field of their own, one a line."""
    await browser.sign_in("editor")
    await browser.open(PAGE)
    await change(browser, spoken__ru="Жа-ла-наш")
    first = await row(museum)
    await browser.open(PAGE)
    await change(browser, aliases__ru="озеро Жаланаш\r\n\r\n Солёное озеро \r\nозеро Жаланаш")

    assert ("Жа-ла-наш", "Жаланаш көлі\nАщы көл", "озеро Жаланаш") == (first["spoken-ru"], first["aliases-kk"], first["aliases-ru"])
    assert "озеро Жаланаш\nСолёное озеро" == (await row(museum))["aliases-ru"]


async def test_what_is_not_given_is_left(museum, lake):
    """Saving only how a name is written leaves how it is said and its other forms."""
    async with museum.database.write() as session:
        await naming.save_name(session, lake, "place", {"ru": {"written": "Жаланаш-коль"}})

    fields = await row(museum)
    assert ("Жаланаш-коль", "Жала-наш", "озеро Жаланаш") == tuple(fields[f"{part}-ru"] for part in ("written", "spoken", "aliases"))


async def test_a_language_is_removed_only_on_purpose(browser, museum, lake):
    """Emptying a language asks first and names what goes and which sentences would change; half empty fields are refused in a sentence."""
    await browser.sign_in("editor")
    await browser.open(PAGE)
    half = await change(browser, written__ru="", sure="1")
    kept = await row(museum)
    await browser.open(PAGE)
    await change(browser, written__ru="", spoken__ru="", aliases__ru="")
    asked, between = browser.said, await row(museum)
    await change(browser, sure="1")

    assert (422, "Жаланаш") == (half.status_code, kept["written-ru"])
    assert "Remove these forms of the name?" in asked
    assert "Русский: Жаланаш (Жала-наш); озеро Жаланаш" in asked
    assert "2 sentences would be read otherwise" in asked
    assert "Жаланаш" == between["written-ru"]
    assert ("", "Жалаңаш") == ((await row(museum))["written-ru"], (await row(museum))["written-kk"])


async def test_a_row_is_removed_after_a_question(browser, museum, lake):
    """The question names all forms; then the row is gone, the sound that changes is named, and the history tells it."""
    await browser.sign_in("editor")
    await browser.open(PAGE)
    await change(browser, remove="1")
    asked, between = browser.said, await row(museum)
    form = next(form for form in browser.page.forms if form.fields.get("sure") == "1")
    data = {**dict(form.form_values()), "remove": "1"}
    await browser.take(await browser.client.post(PAGE, data=data, headers={"Sec-Fetch-Site": "same-origin"}))
    said = browser.said
    await browser.open("/cms/history")

    assert "Remove this name?" in asked
    assert "Жалаңаш" == between["written-kk"]
    assert None is await row(museum)
    assert "Saved." in said
    assert "removed a name from the names table: Жалаңаш" in browser.said


@pytest.mark.parametrize("gone", [False, True])
async def test_two_people_who_change_a_name_lose_nothing(browser, museum, lake, gone):
    """Whoever saves second sees both words, or that the row is gone; what was typed stays, and sending it again saves it."""
    await browser.sign_in("editor")
    await browser.open(PAGE)
    async with museum.database.write() as session:
        if gone:
            await session.delete(await naming.by_key(session, lake))
        else:
            await naming.save_name(session, lake, "place", {"ru": {"written": "Жаланаш", "spoken": "Жаланáш"}})
    answer = await change(browser, spoken__ru="Жа-ла-наш")
    told = browser.said
    typed = browser.page.xpath("string(//input[@id='s-0-ru']/@value)")
    key = browser.page.xpath("string(//form[@aria-labelledby='add']//input[@name='name_key']/@value)")
    await change(browser, key)
    async with museum.database.read() as session:
        saved = [form.spoken for name in await naming.names(session) for form in name.forms if form.language == "ru"]

    assert (409, "Жа-ла-наш") == (answer.status_code, typed)
    assert ("Somebody removed this name meanwhile." if gone else "Saved by somebody else meanwhile: Жаланáш") in told
    assert ["Жа-ла-наш"] == saved


async def test_consent_is_written_down(browser, museum, lake):
    """The three fields are saved and stand in the form again; the check's link finds the row and opens it, and the list says that consent is missing."""
    await browser.sign_in("editor")
    await browser.open(f"{PAGE}?find=жаланаш көл")
    await change(browser, needs__consent="1", consent="Her daughter, 2026, file 12")
    await browser.open(f"{PAGE}?find=Жаланаш көл")
    opened = browser.page.xpath("//details[@open]")
    missing = browser.said
    await change(browser, source="Interview")
    await browser.open(f"{PAGE}?find=nobody")
    nobody = browser.page.xpath("//details")
    saved = await row(museum)

    assert (1, 0) == (len(opened), len(nobody))
    assert "consent is missing" in missing
    assert ("1", "Her daughter, 2026, file 12", "Interview") == (saved["needs-consent"], saved["consent"], saved["source"])


async def test_a_word_of_the_table_opens_its_own_row(browser, museum, lake):
    """Who asks how a word is said that stands in the table comes to its row, so that no second one says it otherwise; another word stands in the form."""
    await browser.sign_in("editor")
    await browser.open(f"{PAGE}?written-kk=Жалаңаш#add")
    opened = [one.xpath("string(.//input[@name='name_key']/@value)") for one in browser.page.xpath("//details[@open]")]
    await browser.open(f"{PAGE}?written-kk=Малиновка#add")

    assert ["lake"] == opened
    assert "Малиновка" == browser.page.xpath("string(//form[@aria-labelledby='add']//input[@name='written-kk']/@value)")


async def test_a_long_note_is_refused_and_not_cut(browser, museum, lake):
    """A note about consent that does not fit is refused with its length; it stands in the form as it was typed, and what was saved stays."""
    await browser.sign_in("editor")
    await browser.open(f"{PAGE}?find=жаланаш көл")
    answer = await change(browser, consent="Қ" * 2001)
    typed = browser.page.xpath("//textarea[@name='consent'][string-length(normalize-space()) > 2000]")
    saved = await row(museum)

    assert (422, 1, "") == (answer.status_code, len(typed), saved["consent"])
    assert "This has 2001 characters; at most 2000 fit here." in browser.said


async def test_a_language_without_a_voice_keeps_no_other_one_waiting(browser, museum, monkeypatch):
    """The sound of many texts is wanted a few at a time; those that no voice can speak are passed by, and no id that is none fails."""

    async def prepare(session, voices, script):
        if script.language == "kk":
            raise UnavailableError("No voice can speak this now.")
        return await wishes.prepare(session, voices, script)

    monkeypatch.setattr(wanting, "prepare", prepare)
    monkeypatch.setattr(wanting, "AT_ONCE", 2)
    async with museum.database.read() as session:
        ids = [str(script.id) for script in await tours.scripts(session)]
    await browser.sign_in("editor")
    await browser.open(PAGE)
    key = browser.page.xpath("string(//input[@name='key']/@value)")
    answer = await browser.client.post(f"{PAGE}/again", data={"key": key, "script": [*ids, "0-0"]}, headers={"Sec-Fetch-Site": "same-origin"})

    async with museum.database.read() as session:
        wanted = sorted(await session.scalars(select(Script.language).join(Narration, Narration.script_id == Script.id)))

    assert (303, "/cms?said=sound") == (answer.status_code, answer.headers["location"])
    assert ["en", "en", "ru", "ru"] == wanted
