"""One's own account and the page of the staff: second factors, links, and what the history tells of people."""

import re
from dataclasses import replace
from datetime import timedelta

import pyotp
from litestar.testing import AsyncTestClient
from sqlalchemy import select
from tests.cms.conftest import PASSWORD, Browser

from audio_guide.accounts import second_factor
from audio_guide.accounts import service as accounts
from audio_guide.accounts.models import Person
from audio_guide.app import create_app
from audio_guide.speech.models import Narration
from audio_guide.speech.wishes import request
from audio_guide.tours import service as tours
from audio_guide.tours.models import Script

ANOTHER = "another long one"


def token_of(browser):
    """Return the token of the session that the browser has."""
    return next(cookie.value for cookie in browser.client.cookies.jar if cookie.name == "staff")


async def works(browser, token):
    """Tell whether somebody is signed in with a token."""
    mine = dict(browser.client.cookies)
    browser.client.cookies.clear()
    answer = await browser.client.get("/cms/account", headers={"Cookie": f"staff={token}"})
    browser.client.cookies.update(mine)
    return answer.status_code == 200


async def person(museum, login):
    """Return somebody of the staff."""
    async with museum.database.read() as session:
        return await session.scalar(select(Person).where(Person.login == login))


async def told(browser, museum):
    """Return what the history page tells, the newest first."""
    await browser.open("/cms/history?kind=people")
    return [re.sub(r"^.*?\d\d:\d\d", "", " ".join(item.text_content().split())).strip() for item in browser.page.xpath("//ol/li")]


async def test_signing_in_again_ends_the_session_that_the_browser_had(browser):
    """The token of before is worth nothing once somebody signs in anew, whoever it is."""
    await browser.sign_in("editor")
    before = token_of(browser)
    await browser.sign_in("publisher")

    assert (False, True) == (await works(browser, before), await works(browser, token_of(browser)))


async def test_the_second_factor_is_switched_with_the_password_and_ends_other_sessions(browser, museum):
    """On and off ask for the password; a wrong one changes nothing, a right one ends every other session of the person and none of the others'."""
    await browser.sign_in("publisher")
    publisher = token_of(browser)
    browser.client.cookies.clear()
    await browser.sign_in("editor")
    other = token_of(browser)
    browser.client.cookies.clear()
    await browser.sign_in("editor")
    await browser.open("/cms/account")
    secret = browser.page.xpath("//input[@name='secret']/@value")[0]
    code = pyotp.TOTP(secret).now()
    wrong = await browser.send("/cms/account/code", old="wrong", code=code)
    same = browser.page.xpath("//input[@name='secret']/@value")[0]
    on = await browser.send("/cms/account/code", old=PASSWORD, code=code)
    has_code = bool((await person(museum, "editor")).totp_secret)
    living = [await works(browser, token) for token in (other, token_of(browser), publisher)]
    unproven = await browser.send("/cms/account/code", off="1", old="wrong")
    still = bool((await person(museum, "editor")).totp_secret)
    await browser.open("/cms/account")
    off = await browser.send("/cms/account/code", off="1", old=PASSWORD)

    assert (422, secret, 200, True) == (wrong.status_code, same, on.status_code, has_code)
    assert [False, True, True] == living
    assert (422, True, 200, "") == (unproven.status_code, still, off.status_code, (await person(museum, "editor")).totp_secret)


async def test_a_new_password_goes_on_in_this_session_and_ends_all_others(browser):
    """Whoever sets a new password stays signed in with a new token; the token of before, other browsers and the old password are worth nothing."""
    await browser.sign_in("editor")
    other = token_of(browser)
    browser.client.cookies.clear()
    await browser.sign_in("editor")
    before = token_of(browser)
    await browser.open("/cms/account")
    answer = await browser.send("/cms/account/password", old=PASSWORD, password=ANOTHER, again=ANOTHER)
    living = [await works(browser, token) for token in (other, before, token_of(browser))]
    browser.client.cookies.clear()
    refused, taken = await browser.sign_in("editor", PASSWORD), await browser.sign_in("editor", ANOTHER)

    assert (200, "/cms/account", True) == (answer.status_code, answer.url.path, "The password is set." in answer.text)
    assert [False, False, True] == living
    assert (422, "/cms") == (refused.status_code, taken.url.path)


async def test_over_tls_the_cookie_belongs_to_this_host_alone(museum, settings):
    """Where the address of the guide begins with https, the session never travels in the clear and no other host sets it, in every answer."""
    app = create_app(replace(settings, public_url="https://testserver.local"))
    async with AsyncTestClient(app, base_url="https://testserver.local") as client:
        browser = Browser(client)
        came_in = await browser.sign_in("editor")
        await browser.open("/cms/account")
        new = await browser.send("/cms/account/password", old=PASSWORD, password=ANOTHER, again=ANOTHER)
        left = await browser.send("/cms/sign-out")
    cookies = [answer.history[0].headers["set-cookie"] for answer in (came_in, new, left)]

    assert ["__Host-staff"] * 3 == [cookie.partition("=")[0] for cookie in cookies]
    assert [{"secure", "httponly", "path=/", "samesite=lax"}] * 3 == [
        {part for part in cookie.lower().split("; ") if part.partition("=")[0] in {"secure", "httponly", "path", "samesite", "domain"}} for cookie in cookies
    ]


async def test_half_an_hour_without_work_is_put_off_and_twelve_hours_are_told(browser, museum, monkeypatch):
    """The button that a page offers before a session ends keeps it for another half hour; every page knows how long the session can last at most."""
    begun, tokens = accounts.now(), []
    for stays in (True, False):
        monkeypatch.setattr(accounts, "now", lambda: begun)
        browser.client.cookies.clear()
        await browser.sign_in("editor")
        tokens.append(token_of(browser))
        await browser.open("/cms/account")
        whole = int(browser.page.get_element_by_id("ending").get("data-left"))
        monkeypatch.setattr(accounts, "now", lambda: begun + timedelta(minutes=28))
        if stays:
            stayed = (await browser.send("/cms/stay")).status_code
    monkeypatch.setattr(accounts, "now", lambda: begun + timedelta(minutes=50))

    assert (204, [True, False]) == (stayed, [await works(browser, token) for token in tokens])
    assert 12 * 3600 == whole


async def test_a_lost_telephone(browser, museum):
    """An admin makes a link that forgets the second factor; the history says so, and whoever has the link comes in with a password alone."""
    async with museum.database.write() as session:
        editor = await session.scalar(select(Person).where(Person.login == "editor"))
        secret = second_factor.new()
        second_factor.ask(editor, secret, pyotp.TOTP(secret).now(), museum.seal)
    await browser.sign_in("admin")
    await browser.open("/cms/people")
    await browser.send(f"/cms/people/{editor.id}", invite="1")
    kept = bool((await person(museum, "editor")).totp_secret)
    await browser.send(f"/cms/people/{editor.id}", invite="1", forget="1")
    link = browser.page.xpath("//strong[contains(., '/cms/invitation/')]")[0].text
    history = (await told(browser, museum))[0]
    browser.client.cookies.clear()
    await browser.open(link)
    await browser.client.post(link, data={"password": "another long one", "again": "another long one"}, headers={"Sec-Fetch-Site": "same-origin"})
    answer = await browser.sign_in("editor", "another long one")

    assert (True, 200, "/cms") == (kept, answer.status_code, answer.url.path)
    assert "Айгүл made a new link to set a password for editor, and the second factor is forgotten." in history


async def test_the_history_says_from_what_to_what(browser, museum):
    """A change of role, languages, name and right to sign in is told each by itself with both sides; saving without a change tells nothing."""
    await browser.sign_in("admin")
    translator, editor = await person(museum, "translator"), await person(museum, "editor")
    for someone, fields in (
        (editor, {}),
        (editor, {"role": "publisher", "name": "Edith Berg"}),
        (translator, {"language__kk": "1"}),
        (translator, {"active": ""}),
        (translator, {"active": "1"}),
    ):
        await browser.open("/cms/people")
        await browser.send(f"/cms/people/{someone.id}", **fields)
    sentences = await told(browser, museum)

    assert [
        "Айгүл gave translator the right to sign in again.",
        "Айгүл took from translator the right to sign in.",
        "Айгүл changed the languages of translator from Русский to Қазақша, Русский.",
        "Айгүл changed the name of a member of staff: Edith → Edith Berg.",
        "Айгүл changed the role of editor from “Editor” to “Publisher”.",
        "Айгүл signed in.",
    ] == sentences


async def test_a_translator_calls_off_what_is_their_own(browser, museum):
    """The overview offers a translator to call off the sound of their languages, and that is what happens; the sound of others goes on."""
    async with museum.database.write() as session:
        for script in await tours.scripts(session):
            await request(session, museum.jobs, museum.voices, script)
    await browser.sign_in("translator")
    await browser.open("/cms")
    offered = browser.page.xpath("//select[@name='language' and @id='language']/option/@value")
    answer = await browser.send("/cms/sound/call-off")
    async with museum.database.read() as session:
        states = {(language, state) for language, state in await session.execute(select(Script.language, Narration.state).join(Narration))}

    assert (200, ["", "ru"]) == (answer.status_code, offered)
    assert {("kk", "wanted"), ("ru", "dropped"), ("en", "wanted")} == states


async def test_failed_sign_ins_are_told_without_what_was_typed(browser, museum):
    """Whoever reads the history sees that somebody tried; neither a password nor a name that nobody has is in it."""
    for login in ("editor", "my own password"):
        for _ in range(11):
            await browser.sign_in(login, "wrong words")
    await browser.sign_in("admin")
    sentences = await told(browser, museum)
    page = (await browser.open("/cms/history.csv")).text

    assert ["so often to sign in as editor", "tried to sign in as editor with a wrong"] == [
        next((part for part in ("so often to sign in as editor", "tried to sign in as editor with a wrong") if part in sentence), "")
        for sentence in sentences[1:]
    ]
    assert "wrong words" not in page
    assert "my own password" not in page


async def test_somebody_who_cannot_be_added_stays_typed(browser, museum):
    """A name to sign in with that is taken already is refused, and what was typed of the person stands in the form."""
    await browser.sign_in("admin")
    await browser.open("/cms/people")
    refused = await browser.send("/cms/people", login="editor", name="Дина Ахметова", role="translator", language__ru="1")
    form = browser.page.xpath("//form[@action='/cms/people']")[0]

    assert refused.status_code in {409, 422}
    assert ["editor", "Дина Ахметова"] == form.xpath(".//input[@type='text']/@value")
    assert (["translator"], ["language-ru"]) == (form.xpath(".//option[@selected]/@value"), form.xpath(".//input[@checked]/@name"))
