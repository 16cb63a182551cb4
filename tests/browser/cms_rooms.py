"""Every page of the staff's side with an example of its parameters; those that only a form leads to are in ``cms_states``."""

import re

from audio_guide.cms import helping
from tests.stories import CODES

FIRST, SECOND = CODES[:2]
EXAMPLES = {
    "": [""],
    "/account": ["/account"],
    "/check/{slug}": ["/check/steppe", "/check/steppe?language=ru&kind=look"],
    "/editions/{slug}/{language}": ["/editions/steppe/kk", "/editions/steppe/ru"],
    "/editions/{slug}/{language}/{edition_id}": ["/editions/steppe/kk/{edition_id}", "/editions/steppe/kk/{earlier_id}"],
    "/help": ["/help"],
    "/help/{task}": [f"/help/{task}" for task in helping.TASKS],
    "/history": ["/history", "/history?from=yesterday"],
    "/invitation/{token}": ["/invitation/none"],  # one that works: "an invitation" of the states
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
    "/sound/{code}/{language}": [f"/sound/{FIRST}/ru", f"/sound/{SECOND}/ru", f"/sound/{SECOND}/en"],  # by a machine, by a person, by one who read other words
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
    "/translate/imports/{import_id}": [],  # "a file before it is taken over" of the states
    "/translate/texts/{language}": ["/translate/texts/kk", "/translate/texts/en"],
    "/translators": ["/translators"],
    "/voices": ["/voices"],
    "/words/{language}": ["/words/ru?find=stop"],
}
"""What each address shows, under ``/cms``; an address with none here has a state."""
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
    edition, earlier = dict.fromkeys(re.findall(r"/cms/editions/steppe/kk/([0-9a-f-]{36})", page.content()))
    return [path.replace("{edition_id}", edition).replace("{earlier_id}", earlier) for path in PATHS]
