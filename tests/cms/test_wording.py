"""The interface's words, translated in the browser: the same file that Poedit opens, shown at once, and nobody's words lost."""

import asyncio
import shutil
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest
from tests.conftest import REPOSITORY

from audio_guide.kit import words


@pytest.fixture
def settings(settings, tmp_path):
    """Let the words lie where a test may write."""
    shutil.copytree(REPOSITORY / "locales", tmp_path / "locales")
    return replace(settings, locales_dir=str(tmp_path / "locales"))


@pytest.fixture
def file(settings):
    """Return the Russian file."""
    return Path(settings.locales_dir) / "ru" / words.FILE


def form_of(browser, english):
    """Return the values of the form of one message on the page in view."""
    for form in browser.page.forms:
        values = dict(form.form_values())
        named = form.get("aria-labelledby")
        if "seen" in values and english == browser.page.xpath(f"//*[@id='{named}']/strong[1]/text()")[0]:
            return values
    raise AssertionError(english)


async def post(browser, language, values):
    """Send a form as the page does."""
    return await browser.client.post(f"/cms/words/{language}", data=values, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=True)


async def test_a_word_is_live_within_a_second(browser, file):
    """A translator finds a message, changes it, and visitors read it within a second; the file changed by that entry and GNU gettext takes it."""
    await browser.sign_in("translator")
    before = file.read_text("utf-8").splitlines()
    await browser.open("/cms/words/ru?find=Audio+guide")
    values = form_of(browser, "Audio guide")
    answer = await post(browser, "ru", {**values, "form-0": "Звуковой гид"})
    began = time.monotonic()
    while "<h1>Звуковой гид</h1>" not in (await browser.client.get("/ru/")).text:
        assert time.monotonic() - began < 1
        await asyncio.sleep(0.05)
    after = file.read_text("utf-8").splitlines()

    assert "Saved." in answer.text
    assert ["PO-Revision-Date", "Last-Translator", 'msgstr "Звуковой гид"'] == [
        new.strip('"').partition(":")[0] if ":" in new else new for old, new in zip(before, after, strict=True) if old != new
    ]
    assert '"Last-Translator: Тарас\\n"' in after
    done = subprocess.run(["msgfmt", "-c", "-o", "/dev/null", str(file)], capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)


async def test_poedit_and_the_page_at_once(browser, file):
    """If Poedit saved other words meanwhile, the page shows both, keeps what was typed, and saving again puts it in; other entries of Poedit stay."""
    await browser.sign_in("editor")
    await browser.open("/cms/words/ru?find=Audio+guide")
    values = {**form_of(browser, "Audio guide"), "form-0": "Мои слова"}
    text = (
        file.read_text("utf-8")
        .replace('msgid "Tours"\nmsgstr "', 'msgid "Tours"\nmsgstr "Все ')
        .replace('msgid "Audio guide"\nmsgstr "Аудиогид"', 'msgid "Audio guide"\nmsgstr "Слова Poedit"')
    )
    file.write_text(text, "utf-8")
    refused = await post(browser, "ru", values)
    from lxml import html

    browser.page = html.fromstring(refused.text)
    kept = form_of(browser, "Audio guide")
    # A browser drops the line end with which a textarea begins; the parser here does not.
    saved = await post(browser, "ru", {**kept, "form-0": kept["form-0"].removeprefix("\n")})

    assert (409, True) == (refused.status_code, "Слова Poedit" in refused.text)
    assert 'role="alert"' in refused.text
    assert "\nМои слова" == kept["form-0"]
    assert 200 == saved.status_code
    assert 'msgstr "Мои слова"' in file.read_text("utf-8")
    assert 'msgstr "Все ' in file.read_text("utf-8")


async def test_a_lost_place_is_explained(browser, file):
    """A translation without a place is not saved; the sentence names the place and the words stay in the form."""
    await browser.sign_in("editor")
    await browser.open("/cms/words/ru?find=There+is+no+stop+with+the+number")
    values = form_of(browser, "There is no stop with the number {number}.")
    before = file.read_bytes()
    answer = await post(browser, "ru", {**values, "form-0": "Нет такой остановки."})

    assert (422, before) == (answer.status_code, file.read_bytes())
    assert "These places are missing in your words: {number}." in answer.text
    assert "Нет такой остановки." in answer.text


async def test_filters(browser, file):
    """Untranslated, unfinished and changed messages are found; plural forms name the numbers that take them; other languages stand beside."""
    text = file.read_text("utf-8")
    text = text.replace('msgid "Audio guide"\nmsgstr "Аудиогид"', 'msgid "Audio guide"\nmsgstr ""')
    text = text.replace('\nmsgid "Tours"\n', '\n#, fuzzy\n#| msgid "All the tours"\nmsgid "Tours"\n')
    file.write_text(text, "utf-8")
    await browser.sign_in("editor")
    found = {}
    for show in ("untranslated", "fuzzy", "changed"):
        await browser.open(f"/cms/words/ru?show={show}")
        found[show] = browser.page.xpath("//ul[@class='messages']/li//strong[1]/text()")
    changes = browser.page.xpath("//del/text()")
    await browser.open("/cms/words/ru?find={n}+stop")

    assert {"untranslated": ["Audio guide"], "fuzzy": ["Tours", "unfinished"], "changed": ["Tours", "unfinished"]} == found
    assert ["All the"] == [text.strip() for text in changes] or "All the tours" in "".join(changes)
    assert "Translation for 2, 3, 4, 22 …" in browser.said
    assert "Қазақша: {n} аялдама" in browser.said


async def test_a_broken_file_is_named_and_harms_nobody(browser, file):
    """A half-written file keeps the last good words for visitors; the staff read file, line and reason, and the page of words refuses to write into it."""
    await browser.sign_in("editor")
    await browser.open("/cms/words/ru?find=Audio+guide")
    values = {**form_of(browser, "Audio guide"), "form-0": "x"}
    good = file.read_bytes()
    file.write_bytes(good[: good.index("Аудиогид".encode()) + 5])
    await asyncio.sleep(0.9)
    visitors = await browser.client.get("/ru/")
    line = good[: good.index("Аудиогид".encode())].count(b"\n") + 1
    await browser.open("/cms/translators")
    told = browser.said
    refused = await post(browser, "ru", values)
    file.write_bytes(good)
    await asyncio.sleep(0.9)
    await browser.open("/cms/translators")

    assert "<h1>Аудиогид</h1>" in visitors.text
    assert f"{file} cannot be used as it is, line {line}: This line is not written in UTF-8." in told
    assert refused.status_code in {404, 409, 422}
    assert "cannot be used" not in browser.said


async def test_nobody_translates_another_language(browser, file):
    """A translator of Russian reads the Kazakh words without a form, and a form that was made up is refused."""
    await browser.sign_in("translator")
    await browser.open("/cms/words/ru?find=Audio+guide")
    values = form_of(browser, "Audio guide")
    refused = await browser.client.post("/cms/words/kk", data=values, headers={"Sec-Fetch-Site": "same-origin"})
    await browser.open("/cms/words/kk?find=Audio+guide")

    assert 403 == refused.status_code
    assert [] == [form for form in browser.page.forms if "seen" in form.fields]
    assert "Аудиогид" in browser.said
