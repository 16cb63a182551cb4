"""Every page of the staff's side with an example of its parameters, and the pages that only a form leads to."""

import re

from audio_guide.cms import helping
from tests.stories import CODES

FIRST, SECOND = CODES[:2]
EXAMPLES = {
    "": [""],
    "/account": ["/account"],
    "/check/{slug}": ["/check/steppe", "/check/steppe?language=ru&kind=look"],
    "/editions/{slug}/{language}": ["/editions/steppe/kk", "/editions/steppe/ru"],
    "/editions/{slug}/{language}/{edition_id}": ["/editions/steppe/kk/{edition_id}"],
    "/help": ["/help"],
    "/help/{task}": [f"/help/{task}" for task in helping.TASKS],
    "/history": ["/history", "/history?from=yesterday"],
    "/invitation/{token}": ["/invitation/none"],
    "/languages": ["/languages?code=uk", "/languages?code=zz-zz"],
    "/listening": ["/listening"],
    "/names": ["/names", "/names?find=lake"],
    "/names/words": ["/names/words?language=ru&text=озеро+Жаланаш"],
    "/people": ["/people"],
    "/pictures": ["/pictures", "/pictures?missing=1"],
    "/pictures/new": ["/pictures/new"],
    "/pictures/{key}": ["/pictures/reed"],
    "/pictures/{key}/file": ["/pictures/reed/file"],
    "/preview/{code}/{language}": [f"/preview/{FIRST}/kk"],
    "/publish": ["/publish"],
    "/publish/{slug}/{language}": ["/publish/steppe/kk", "/publish/steppe/en"],
    "/settings": ["/settings"],
    "/sign-in": ["/sign-in"],
    "/signs": ["/signs", f"/signs?stop={FIRST}"],
    "/sound/anew": ["/sound/anew?language=kk"],
    "/sound/{code}/{language}": [f"/sound/{FIRST}/ru"],
    "/stops/{code}/care": [f"/stops/{FIRST}/care"],
    "/stops/{code}/films": [f"/stops/{FIRST}/films"],
    "/stops/{code}/pictures": [f"/stops/{FIRST}/pictures"],
    "/stops/{code}/remove": [f"/stops/{FIRST}/remove"],
    "/stops/{code}/withdraw": [f"/stops/{SECOND}/withdraw"],
    "/stops/{code}/{language}": [f"/stops/{FIRST}/kk", f"/stops/{FIRST}/kk?track=easy", f"/stops/{SECOND}/en"],
    "/stops/{code}/{language}/compare": [f"/stops/{FIRST}/kk/compare?old=1&new=1"],
    "/tours": ["/tours"],
    "/tours/{slug}/remove": ["/tours/steppe/remove"],
    "/tours/{slug}/stops": ["/tours/steppe/stops"],
    "/tours/{slug}/way": ["/tours/steppe/way"],
    "/tours/{slug}/{language}": ["/tours/steppe/kk"],
    "/translate": ["/translate"],
    "/translate/imports/{import_id}": [],  # "a file before it is taken over", below
    "/translate/texts/{language}": ["/translate/texts/kk", "/translate/texts/en"],
    "/translators": ["/translators"],
    "/voices": ["/voices"],
    "/words/{language}": ["/words/ru?find=stop"],
}
"""What each address shows, under ``/cms``; an address with none here has a state below."""
NO_PAGES = {
    "/check": "leads to the report of the first tour",
    "/check/{slug}/report.csv": "a file",
    "/check/{slug}/report.json": "a file",
    "/hear": "sound",
    "/history.csv": "a file",
    "/history.json": "a file",
    "/listening.csv": "a file",
    "/media/{name}": "a file",
    "/progress": "a stream of what is being made",
    "/signs/{code}": "a file",
    "/sound/{code}/{language}/human": "leads to the page of the sound",
    "/static/{name}": "a file",
    "/stops/{code}/{language}/reading": "a piece of the editor's page",
    "/translate/download/{name}": "files",
    "/voices/{language}/sample": "sound",
}
SIGNED_OUT = ("/sign-in", "/names", "/invitation/none")
"""Pages as somebody sees them who is not signed in."""
PATHS = [path for pattern, paths in EXAMPLES.items() for path in paths if pattern not in {"/sign-in", "/invitation/{token}"}] + ["/nowhere-at-all"]


def paths_now(page):
    """Return the paths with the museum's own ids in them."""
    page.goto("/cms/editions/steppe/kk")
    edition = re.search(r"/cms/editions/steppe/kk/([0-9a-f-]{36})", page.content())[1]
    return [path.replace("{edition_id}", edition) for path in PATHS]


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


STATES = {
    "a refused form": (refused_form, "div.error a"),
    "two who wrote": (two_who_wrote, "#mine"),
    "a name that changes": (changed_name, "#differences"),
    "a name without a word": (removed_name, "div.error a"),
    "a file before it is taken over": (file_before_it_is_taken_over, "form button[name]"),
}
"""How to come to a page that no address shows, and what stands on it only."""
