"""A session that ends while somebody writes: whatever goes wrong on the way back in, no word is lost and no password is carried along."""

import pyotp
import pytest
from sqlalchemy import update
from tests.cms.conftest import PASSWORD
from tests.stories import CODES

from audio_guide.accounts import service as accounts
from audio_guide.accounts.models import Person
from audio_guide.kit.shield import MOST_TEXT_BYTES

STOP = f"/cms/stops/{CODES[0]}/en"
LONG_WRITTEN = "Written for an hour\n\n& <b>not</b> “lost”."


async def forget(browser):
    """End the session behind the page in view, as a night does."""
    page = browser.page
    await browser.open("/cms/account")
    await browser.send("/cms/sign-out")
    browser.client.cookies.clear()
    browser.page = page


@pytest.fixture
async def signed_out(browser):
    """Give a browser with the editor's page of a stop open, and no session any more."""
    await browser.sign_in("editor")
    await browser.open(STOP)
    await forget(browser)
    return browser


def body(browser):
    """Return the text that the form in view holds."""
    return browser.page.xpath("//textarea[@name='body']")[0].value.strip().replace("\r\n", "\n")


async def test_a_mistyped_password_loses_no_text(signed_out):
    """After two mistyped passwords and one right one the words are there, and are saved."""
    await signed_out.send(STOP, body=LONG_WRITTEN)
    typos = [(await signed_out.send("/cms/sign-in", login="editor", password=wrong)).status_code for wrong in ("typo", "another typo")]
    await signed_out.send("/cms/sign-in", login="editor", password=PASSWORD)
    kept = body(signed_out)
    saved = await signed_out.send(STOP)

    assert ([422, 422], LONG_WRITTEN, 200) == (typos, kept, saved.status_code)
    assert LONG_WRITTEN == body(signed_out)
    assert "Saved." in signed_out.said


async def test_a_wrong_code_loses_no_text(signed_out, museum):
    """Whoever mistypes the code of the second factor, then types the right one, finds the words again."""
    secret = pyotp.random_base32()
    async with museum.database.write() as session:
        await session.execute(update(Person).where(Person.login == "editor").values(totp_secret=secret))
    await signed_out.send(STOP, body=LONG_WRITTEN)
    wrong = await signed_out.send("/cms/sign-in", login="editor", password=PASSWORD, code="000000x")
    await signed_out.send("/cms/sign-in", login="editor", password=PASSWORD, code=pyotp.TOTP(secret).at(accounts.now()))

    assert (422, LONG_WRITTEN) == (wrong.status_code, body(signed_out))


async def test_too_many_tries_lose_no_text(signed_out):
    """Also the page that says to wait a quarter of an hour holds the words."""
    await signed_out.send(STOP, body=LONG_WRITTEN)
    answers = [(await signed_out.send("/cms/sign-in", login="editor", password="typo")).status_code for _ in range(11)]

    assert 429 == answers[-1]
    assert LONG_WRITTEN == signed_out.page.xpath("//input[@name='kept-body']/@value")[0].replace("\r\n", "\n")


async def test_a_draft_that_a_person_sent_leads_back_to_its_text(signed_out):
    """The address where drafts are kept answers a page with nothing; whoever signed in on its account sees the text again."""
    path = signed_out.page.xpath("//form[@data-draft]/@data-draft")[0]
    fields = {**dict(signed_out.page.xpath("//form[@data-draft]")[0].form_values()), "body": LONG_WRITTEN}
    await signed_out.take(await signed_out.client.post(path, data=fields, headers={"Sec-Fetch-Site": "same-origin"}))
    await signed_out.send("/cms/sign-in", login="editor", password="typo")
    await signed_out.send("/cms/sign-in", login="editor", password=PASSWORD)
    answer = await signed_out.send(path)

    assert (200, STOP) == (answer.status_code, answer.url.path)
    assert LONG_WRITTEN == body(signed_out)


async def test_a_form_that_was_open_before_another_sign_in_is_shown_again(browser):
    """Somebody signs in anew in a second tab and sends the first one's form: nothing is changed, and all words are there for sending them now."""
    await browser.sign_in("editor")
    await browser.open(STOP)
    first = browser.page
    await browser.sign_in("editor")
    browser.page = first
    refused = await browser.send(STOP, body=LONG_WRITTEN)
    shown = body(browser)
    saved = await browser.send(STOP)

    assert (403, LONG_WRITTEN, 200) == (refused.status_code, shown, saved.status_code)
    assert LONG_WRITTEN == body(browser)


@pytest.mark.parametrize(("path", "again"), [("/cms/pictures/new", "/cms/pictures/new"), ("/cms/translate/upload", "/cms/translate")])
async def test_a_file_is_chosen_again_on_its_page(browser, path, again):
    """Of a file nothing is read from somebody who is not signed in; signing in, mistyped once, leads to the page where it is chosen."""
    await browser.take(await browser.client.post(path, files={"file": ("a.png", b"1")}, data={"key": "x"}, headers={"Sec-Fetch-Site": "same-origin"}))
    kept = browser.page.xpath("//input[starts-with(@name, 'kept-')]")
    await browser.send("/cms/sign-in", login="editor", password="typo")
    answer = await browser.send("/cms/sign-in", login="editor", password=PASSWORD)

    assert ([], 200, again) == (kept, answer.status_code, answer.url.path)


@pytest.mark.parametrize("path", ["/cms/account/password", "/cms/account/code"])
async def test_no_password_and_no_secret_is_carried_along(browser, path):
    """The page that asks to sign in holds none of the passwords that were typed; they are typed again."""
    fields = {"old": "old secret words", "password": "new secret words", "again": "new secret words", "secret": "SECRETWORDS"}
    answer = await browser.client.post(path, data=fields, headers={"Sec-Fetch-Site": "same-origin"})
    await browser.take(answer)
    back = await browser.send("/cms/sign-in", login="editor", password=PASSWORD)

    assert (401, False) == (answer.status_code, "secret words" in answer.text or "SECRETWORDS" in answer.text)
    assert (200, "/cms/account") == (back.status_code, back.url.path)


async def test_fields_of_the_same_name_stay_apart(browser):
    """A form with the name of the sign-in's own field, and one with the same name twice, come back as they were."""
    await browser.sign_in("admin")
    await browser.open("/cms/people")
    await forget(browser)
    fields = {"login": "gulnar", "name": "Гүлнәр", "role": ["editor", "publisher"], "next": "n", "action": "a", "code": "c", "password": "kept word"}
    await browser.take(await browser.client.post("/cms/people", data=fields, headers={"Sec-Fetch-Site": "same-origin"}))
    await browser.send("/cms/sign-in", login="admin", password="typo")
    await browser.send("/cms/sign-in", login="admin", password=PASSWORD)
    form = next(form for form in browser.page.forms if form.action == "/cms/people")

    back = {}
    for name, value in form.form_values():
        back.setdefault(name, []).append(value)

    assert {name: value if isinstance(value, list) else [value] for name, value in fields.items()} == {name: back[name] for name in fields}


async def test_a_text_that_fills_its_form_is_carried_along(signed_out):
    """The longest text that the editor takes is not too long for the sign-in that carries it."""
    await signed_out.send(STOP, body="x" * (MOST_TEXT_BYTES - 4096))
    answer = await signed_out.send("/cms/sign-in", login="editor", password=PASSWORD)

    assert (200, MOST_TEXT_BYTES - 4096) == (answer.status_code, len(body(signed_out)))


async def test_a_mistyped_password_leads_where_one_was_going(browser):
    """Whoever only wanted to read a page, and mistyped once, reads it: there is nothing to send."""
    await browser.take(await browser.client.get("/cms/names"))
    await browser.send("/cms/sign-in", login="editor", password="typo")
    answer = await browser.send("/cms/sign-in", login="editor", password=PASSWORD)

    assert (200, "/cms/names") == (answer.status_code, answer.url.path)
