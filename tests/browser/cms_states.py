"""Pages of the staff's side that no address shows: how to come to each, and what stands on it only."""

import pyotp

from tests.browser.cms_museum import PASSWORD
from tests.browser.cms_rooms import FIRST, SECOND

TEXT = f"/cms/stops/{FIRST}/kk"
SAVE = "form[data-draft] button[type=submit]"
NAME = "main details form button"
NO_FILE = {"name": "notes.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 no picture, no sound, no film"}


def send(page, button):
    """Press a button and arrive at what it answers."""
    with page.expect_navigation():
        page.click(button)


def refused_form(page):
    """Send a text without a title: a summary of what is wrong."""
    page.goto(f"/cms/stops/{FIRST}/kk")
    page.fill("#title", " ")
    send(page, "form[data-draft] button[type=submit]")


def two_who_wrote(page):
    """Save a text of which somebody else saved another revision meanwhile."""
    for body in ("Бірінші сөздер.", "Екінші сөздер.", "Үшінші сөздер."):
        page.goto(f"/cms/stops/{SECOND}/kk?track=easy")
        page.fill("#title", "Оңай тілде")
        page.fill("#body", f"{body} {page.context.cookies()[0]['value']}")
        if body.startswith("Үшінші"):
            page.evaluate("document.querySelector('[name=based_on]').value = 1")
        send(page, "form[data-draft] button[type=submit]")


def changed_name(page):
    """Look what another way of saying a name would change."""
    page.goto("/cms/names")
    page.fill("form[aria-labelledby=add] input[name=written-en]", "Lake Zhalanash")
    page.fill("form[aria-labelledby=add] input[name=spoken-en]", "Lake Zhalanasch")
    send(page, "form[aria-labelledby=add] button[name=look]")


def removed_name(page):
    """Save a name without a word in it: it has no language to stand in."""
    page.goto("/cms/names")
    send(page, "form[aria-labelledby=add] button[type=submit]:not([name])")


def file_before_it_is_taken_over(page):
    """Send a translator's file, and look at it."""
    page.goto("/cms/translate")
    form = {"key": page.get_attribute("input[name=key] >> nth=0", "value"), "language": "ru", "source": "kk", "form": "po"}
    made = page.context.request.post("/cms/translate/export", form=form, headers={"Sec-Fetch-Site": "same-origin"}).body()
    page.set_input_files(
        "#file", {"name": "exhibits.po", "mimeType": "text/x-gettext-translation", "buffer": made.replace("Камыш".encode(), "Тростник".encode())}
    )
    send(page, "form[action='/cms/translate/upload'] button")


def in_a_name(page, button):
    """Open the one row of the names table and press one of its buttons."""
    page.goto("/cms/names")
    page.click("main details summary")
    send(page, f"{NAME}{button}")


def signed_out_while_writing(page):
    """Send a text after the session ended: what was written is carried along."""
    page.goto(TEXT)
    page.context.clear_cookies(name="staff")
    send(page, SAVE)


def signed_in_again(page):
    """Sign in where a text is carried along."""
    page.fill("#login", "admin")
    page.fill("#password", PASSWORD)
    send(page, "main form button")


def form_of_before(page):
    """Send a form that was opened before its sender signed in once more."""
    page.goto(TEXT)
    page.evaluate("document.querySelector('form[data-draft] [name=key]').value = 'x'")
    send(page, SAVE)


def link_for_somebody(page):
    """Make a link with which a new member of staff sets a password."""
    page.goto("/cms/people")
    send(page, "section:has(p:text-is('new')) button[name=invite]")


def refused_password(page):
    """Type two passwords that differ."""
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD[1:])
    send(page, "main form button")


def with_code(page, code):
    """Switch the second factor on with a code."""
    page.fill("#old-on", PASSWORD)
    page.fill("#code", code)
    send(page, "form:has(#code) button")


def wrong_code(page):
    """Set the second factor up with a code that is wrong."""
    page.goto("/cms/account")
    with_code(page, "000000")


def without_code(page):
    """Switch the second factor off."""
    page.fill("#old-off", PASSWORD)
    send(page, "button[name=off]")


def sent_file(page, path, **fields):
    """Send what is no such file by the form with a file on a page."""
    page.goto(path)
    page.locator("main details:has(#file)").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    page.set_input_files("#file", NO_FILE)
    for field, words in fields.items():
        page.fill(f"form:has(#file) [name={field}]", words)
    send(page, "form:has(#file) button")


def made_again(page):
    """Want the sound of a stop once more; nobody makes it in this museum."""
    page.goto(f"/cms/sound/{SECOND}/kk")
    send(page, "button[name=again]")


def pressed(path, button):
    """Return how to press a button of a page."""

    def come_to(page):
        page.goto(path)
        send(page, button)

    return come_to


def warned(name):
    """Return how to see what is said before a session ends, or when it has ended, without waiting for it."""

    def come_to(page):
        page.goto("/cms/listening")
        page.evaluate("name => document.getElementById('ending').replaceChildren(document.getElementById(name).content.cloneNode(true))", name)

    return come_to


ABOUT_A_FILM, ABOUT_A_VOICE = {"signer": "Айгүл", "consent": "on paper"}, {"speaker": "Айгүл", "consent": "on paper"}
STATES = {
    "a refused form": (refused_form, "div.error a"),
    "two who wrote": (two_who_wrote, "#mine"),
    "a name that changes": (changed_name, "#differences"),
    "a name without a word": (removed_name, "div.error a"),
    "a name that was saved": (lambda page: in_a_name(page, ":not([name])"), "#changed"),
    "a name before it is removed": (lambda page: in_a_name(page, "[name=remove]"), "#going"),
    "a file before it is taken over": (file_before_it_is_taken_over, "form button[name]"),
    "another voice before it speaks": (pressed("/cms/voices", "form[action='/cms/voices/en'] button[value=up]"), "button[name=sure]"),
    "a stop before it is taken out": (pressed("/cms/tours/steppe/stops", f"#out-{FIRST}"), "input[name=sure]"),
    "sound that is wanted": (made_again, "button[name=cancel]"),
    "an overview while sound is made": (lambda page: page.goto("/cms"), "#progress"),
    "an overview after calling off": (pressed("/cms", "form[action='/cms/sound/call-off'] button"), "#status"),
    "a refused picture": (lambda page: sent_file(page, "/cms/pictures/new"), "div.error a"),
    "a refused film": (lambda page: sent_file(page, f"/cms/stops/{SECOND}/films", **ABOUT_A_FILM), "div.error a"),
    "a refused human voice": (lambda page: sent_file(page, f"/cms/sound/{SECOND}/kk", **ABOUT_A_VOICE), "div.error a"),
    "a refused file of a translator": (lambda page: sent_file(page, "/cms/translate"), "div.error a"),
    "a link for somebody": (link_for_somebody, "div.box strong"),
    "an invitation": (lambda page: page.goto(page.text_content("div.box strong")), "#again"),
    "a refused password": (refused_password, "div.error a"),
    "a wrong code": (wrong_code, "svg.code"),
    "a second factor": (lambda page: with_code(page, pyotp.TOTP(page.get_attribute("[name=secret]", "value")).now()), "button[name=off]"),
    "no second factor any more": (without_code, "svg.code"),
    "a form of before": (form_of_before, "div.error"),
    "words while signing in": (signed_out_while_writing, "input[name=kept-body]"),
    "words after signing in": (signed_in_again, "textarea[name=body]"),
    "a session that ends for want of work": (warned("ending-idle"), "#ending button"),
    "a session that ends after twelve hours": (warned("ending-whole"), "#ending p"),
    "a session that has ended": (warned("ending-over"), "#ending p"),
}
"""How to come to a page that no address shows, and what stands on it only; some come one from the other, in this order."""
