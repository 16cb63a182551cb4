"""Who may do what: the table of roles and addresses, other sites' forms, sessions, and drafts that nobody else reads."""

import pytest
from litestar import Litestar
from litestar.di import Provide
from litestar.routes import HTTPRoute
from sqlalchemy import select
from tests.cms.conftest import STAFF
from tests.stories import CODES, add_picture

from audio_guide.cms.routes import router
from audio_guide.kit.i18n import Catalogues
from audio_guide.kit.web import Site
from audio_guide.tours.models import ScriptRevision

ALL = {"admin", "publisher", "editor", "translator"}
TABLE = {
    "GET /cms": ALL,
    "POST /cms/sound": ALL,
    "POST /cms/sound/call-off": ALL,
    "GET /cms/sound/anew": ALL,
    "POST /cms/sound/anew": ALL,
    "GET /cms/progress": ALL,
    "GET /cms/publish": {"admin", "publisher"},
    "POST /cms/publish/{slug}/{language}": {"admin", "publisher"},
    "GET /cms/history": ALL,
    "GET /cms/history.csv": ALL,
    "GET /cms/history.json": ALL,
    "GET /cms/publish/{slug}/{language}": {"admin", "publisher"},
    "GET /cms/editions/{slug}/{language}": ALL,
    "GET /cms/editions/{slug}/{language}/{edition_id}": ALL,
    "POST /cms/editions/{slug}/{language}/{edition_id}": {"admin", "publisher"},
    "GET /cms/check": ALL,
    "GET /cms/check/{slug}": ALL,
    "GET /cms/check/{slug}/report.csv": ALL,
    "GET /cms/check/{slug}/report.json": ALL,
    "POST /cms/check/{slug}/number": {"admin", "publisher", "editor"},
    "POST /cms/check/{slug}/place": {"admin", "publisher", "editor"},
    "POST /cms/check/{slug}/sound": ALL,
    "GET /cms/preview/{code}/{language}": ALL,
    "GET /cms/settings": {"admin"},
    "POST /cms/settings": {"admin"},
    "GET /cms/help": ALL,
    "GET /cms/help/{task}": ALL,
    "GET /cms/people": {"admin"},
    "POST /cms/people": {"admin"},
    "POST /cms/people/{person_id}": {"admin"},
    "GET /cms/stops/{code}/{language}": ALL,
    "POST /cms/stops/{code}/{language}": ALL,
    "POST /cms/stops/{code}/{language}/draft": ALL,
    "POST /cms/stops/{code}/{language}/restore": ALL,
    "GET /cms/stops/{code}/{language}/compare": ALL,
    "GET /cms/stops/{code}/{language}/reading": ALL,
    "GET /cms/names/words": ALL,
    "GET /cms/hear": ALL,
    "POST /cms/tours/{slug}/stops": {"admin", "publisher", "editor"},
    "GET /cms/tours": ALL,
    "POST /cms/tours": {"admin", "publisher", "editor"},
    "POST /cms/tours/order": {"admin", "publisher", "editor"},
    "POST /cms/tours/place": {"admin", "publisher", "editor"},
    "GET /cms/tours/{slug}/stops": ALL,
    "POST /cms/tours/{slug}/arrange": {"admin", "publisher", "editor"},
    "POST /cms/tours/{slug}/address": {"admin", "publisher", "editor"},
    "GET /cms/tours/{slug}/remove": {"admin", "publisher", "editor"},
    "POST /cms/tours/{slug}/remove": {"admin", "publisher", "editor"},
    "GET /cms/stops/{code}/remove": {"admin", "publisher", "editor"},
    "POST /cms/stops/{code}/remove": {"admin", "publisher", "editor"},
    "GET /cms/stops/{code}/withdraw": {"admin", "publisher"},
    "POST /cms/stops/{code}/withdraw": {"admin", "publisher"},
    "GET /cms/sound/{code}/{language}": ALL,
    "POST /cms/sound/{code}/{language}": ALL,
    "GET /cms/sound/{code}/{language}/human": ALL,
    "POST /cms/sound/{code}/{language}/human": ALL,
    "POST /cms/sound/{code}/{language}/human/decision": ALL,
    "GET /cms/voices": ALL,
    "POST /cms/voices/{language}": {"admin", "publisher"},
    "POST /cms/voices/{language}/install": {"admin", "publisher"},
    "GET /cms/voices/{language}/sample": ALL,
    "GET /cms/media/{name}": ALL,
    "GET /cms/names": ALL,
    "GET /cms/pictures": ALL,
    "GET /cms/pictures/new": {"admin", "publisher", "editor"},
    "POST /cms/pictures/new": {"admin", "publisher", "editor"},
    "GET /cms/pictures/{key}": ALL,
    "POST /cms/pictures/{key}": ALL,
    "GET /cms/pictures/{key}/file": {"admin", "publisher", "editor"},
    "POST /cms/pictures/{key}/file": {"admin", "publisher", "editor"},
    "POST /cms/pictures/{key}/remove": {"admin", "publisher", "editor"},
    "GET /cms/stops/{code}/pictures": ALL,
    "POST /cms/stops/{code}/pictures": {"admin", "publisher", "editor"},
    "GET /cms/stops/{code}/films": ALL,
    "POST /cms/stops/{code}/films": {"admin", "publisher", "editor"},
    "POST /cms/stops/{code}/films/{film}": {"admin", "publisher", "editor"},
    "POST /cms/stops/{code}/films/{film}/captions/{language}": ALL,
    "POST /cms/stops/{code}/films/{film}/remove": {"admin", "publisher", "editor"},
    "GET /cms/stops/{code}/care": ALL,
    "POST /cms/stops/{code}/care": {"admin", "publisher", "editor"},
    "GET /cms/signs": ALL,
    "GET /cms/tours/{slug}/way": ALL,
    "POST /cms/tours/{slug}/way": {"admin", "publisher", "editor"},
    "POST /cms/tours/{slug}/way/sound": ALL,
    "GET /cms/listening": ALL,
    "GET /cms/listening.csv": ALL,
    "GET /cms/signs/{code}": ALL,
    "POST /cms/names": {"admin", "publisher", "editor"},
    "POST /cms/names/again": {"admin", "publisher", "editor"},
    "GET /cms/translate": ALL,
    "POST /cms/translate/export": ALL,
    "GET /cms/translate/download/{name}": ALL,
    "POST /cms/translate/upload": ALL,
    "GET /cms/translate/imports/{import_id}": ALL,
    "POST /cms/translate/imports/{import_id}": ALL,
    "GET /cms/translate/texts/{language}": ALL,
    "POST /cms/translate/texts/{language}": ALL,
    "POST /cms/sign-out": ALL,
    "POST /cms/stay": ALL,
    "GET /cms/languages": {"admin"},
    "POST /cms/languages": {"admin"},
    "POST /cms/languages/{language}": {"admin"},
    "GET /cms/translators": ALL,
    "GET /cms/words/{language}": ALL,
    "POST /cms/words/{language}": ALL,
    "GET /cms/tours/{slug}/{language}": ALL,
    "POST /cms/tours/{slug}/{language}": ALL,
    "GET /cms/account": ALL,
    "POST /cms/account/password": ALL,
    "POST /cms/account/code": ALL,
}
OPEN = {"GET /cms/static/{name}", "GET /cms/sign-in", "POST /cms/sign-in", "GET /cms/invitation/{token}", "POST /cms/invitation/{token}"}
PLACES = {
    "{code}": CODES[0], "{key}": "reed", "{language}": "kk", "{slug}": "steppe", "{task}": "keyboard", "{name}": "0" * 40 + ".mp3", "{token}": "none",
    "{edition_id}": "01a207f5-8056-71a3-9ec8-94b1d3a2dd31", "{import_id}": "01a207f5-8056-71a3-9ec8-94b1d3a2dd30",
    "{person_id}": "01a207f5-8056-71a3-9ec8-94b1d3a2dd30",
}  # fmt: skip


ODD = {
    "GET /cms/media/{name}": 404,
    "GET /cms/hear": 404,
    "GET /cms/translate/download/{name}": 404,
    "GET /cms/translate/imports/{import_id}": 404,
    "GET /cms/editions/{slug}/{language}/{edition_id}": 404,
    "GET /cms/names/words": 404,
    "GET /cms/stops/{code}/{language}/compare": 404,
    "GET /cms/check": 303,
    "GET /cms/voices/{language}/sample": 503,
    "GET /cms/sound/{code}/{language}/human": 303,
}
"""What a member of staff who may come in gets where it is not a page."""


def routes():
    """Return every address of the CMS with its handler."""
    site = Site({"en": "Museum"}, "http://testserver.local", "kk", Catalogues.__new__(Catalogues))
    given = {"site": Provide(lambda: site, sync_to_thread=False), "office": Provide(lambda: None, sync_to_thread=False)}
    app = Litestar([router(site)], dependencies=given, openapi_config=None)
    found = {}
    for route in app.routes:
        path = "/".join("{" + part.name + "}" if hasattr(part, "name") else part for part in [*route.path_components])
        # A web socket, or another application below an address, has one handler for all that it is asked.
        handlers = {method: one for method, (one, _) in route.route_handler_map.items()} if isinstance(route, HTTPRoute) else {"*": route.route_handler}
        for method, handler in handlers.items():
            if method != "OPTIONS" or handler.fn.__module__.partition(".")[0] != "litestar":  # what the framework itself says of an address
                found[f"{method} /{path}".rstrip("/")] = handler
    return found


def test_every_address_is_declared():
    """Each address of the CMS stands in the table above with the roles that its own code lets in, or is open to all."""
    found = routes()

    assert set(TABLE) | OPEN == set(found)
    assert OPEN == {address for address, handler in found.items() if handler.opt.get("open")}
    assert TABLE == {address: {"admin", *handler.opt["roles"]} for address, handler in found.items() if "roles" in handler.opt}


def path_of(address):
    """Return the method and a real path for an address of the table."""
    method, path = address.split(" ")
    for place, value in PLACES.items():
        path = path.replace(place, value)
    return method, path


LEFT_OUT = {"POST /cms/sign-out", "POST /cms/account/password", "POST /cms/account/code", "POST /cms/voices/{language}/install"}
"""What would end the session of the test, count its tries, or fetch something from elsewhere, if it let its sender in; each has a test of its own."""


async def key_of(browser):
    """Return the key of the session's forms."""
    await browser.open("/cms/account")
    return browser.page.xpath("//input[@name='key']/@value")[0]


@pytest.mark.parametrize("role", [*STAFF, "nobody"])
async def test_the_table_holds(browser, museum, role):
    """For every role and address: those of the table get in, with the key of their session alone; others get a refusal."""
    await add_picture(museum)
    signed_in = role not in {"nobody", "disabled"}
    if role != "nobody":
        await browser.sign_in(role)
    key = await key_of(browser) if signed_in else "none"
    got, wanted = {}, {}
    for address, allowed in sorted(TABLE.items()):  # pages first: what is told while sound is being made never ends
        method, path = path_of(address.replace("{language}", "ru") if role == "translator" else address)
        for sent in ("wrong", key) if method == "POST" else (None,):
            if address in LEFT_OUT and sent == key and role in allowed:
                continue
            answer = await browser.client.request(
                method, path, data={"key": sent, **FIELDS.get(address, {})} if sent else None, headers={"Sec-Fetch-Site": "same-origin"}
            )
            got[address, sent] = answer.status_code
            if not signed_in:
                wanted[address, sent] = 303 if address == "GET /cms" else 401
            elif role not in allowed or sent == "wrong":
                wanted[address, sent] = 403
            elif method == "GET":
                wanted[address, sent] = ODD.get(address, 200)
            elif answer.status_code not in LET_IN:
                wanted[address, sent] = sorted(LET_IN)

    assert wanted == {place: status for place, status in got.items() if place in wanted}


FIELDS = {
    "POST /cms/sound": {"language": "ru"},
    "POST /cms/sound/anew": {"language": "ru"},
    "POST /cms/check/{slug}/sound": {"language": "ru", "code": CODES[0]},
}
"""What these addresses need to know before they can tell whether somebody may."""
LET_IN = {200, 204, 303, 404, 409, 422, 503}
"""What an empty form gets from an address that lets its sender in: done, or a sentence about what is missing."""


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}, {}])
async def test_other_sites_forms_are_refused(browser, headers):
    """A form from another site, or from nowhere, is refused before it is read, signed in or not."""
    before = await browser.client.post("/cms/sign-in", data={"login": "admin"}, headers=headers)
    await browser.sign_in("admin")
    key = browser.page.xpath("//input[@name='key']")[0].value
    after = await browser.client.post("/cms/sound", data={"key": key}, headers=headers)
    own = await browser.client.post("/cms/sound", data={"key": key}, headers={"Origin": "http://testserver.local"})
    renamed = {"Origin": "http://evil.example", "Host": "evil.example"}
    host = await browser.client.post("/cms/sound", data={"key": key}, headers=renamed)

    assert 403 == host.status_code

    assert (403, 403, 303) == (before.status_code, after.status_code, own.status_code)


async def test_a_translator_writes_only_their_languages(browser):
    """The page of another language shows the words without a form, and a form that was made up is refused."""
    await browser.sign_in("translator")
    await browser.open(f"/cms/stops/{CODES[0]}/ru")
    mine = browser.page.xpath("//form[@data-draft]")
    values = dict(mine[0].form_values())
    await browser.open(f"/cms/stops/{CODES[0]}/kk")
    others = browser.page.xpath("//form[@data-draft]")
    refused = [
        (await browser.client.post(path, data=values, headers={"Sec-Fetch-Site": "same-origin"})).status_code
        for path in (f"/cms/stops/{CODES[0]}/kk", f"/cms/stops/{CODES[0]}/kk/draft", f"/cms/stops/{CODES[0]}/kk/restore", f"/cms/sound/{CODES[0]}/kk")
    ]

    assert (1, 0, [403] * 4) == (len(mine), len(others), refused)


async def test_pages_of_staff_are_kept_by_nobody(browser):
    """No page of the CMS may be stored, framed or run anything but our own script; the cookie is out of scripts' reach."""
    answer = await browser.sign_in("admin")
    cookie = answer.history[0].headers["set-cookie"]
    policy = answer.headers["content-security-policy"]

    assert "no-store" == answer.headers["cache-control"]
    assert "unsafe" not in policy
    assert all(part in policy for part in ("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'"))
    assert all(part in cookie.lower() for part in ("httponly", "samesite=lax", "path=/"))
    assert None is answer.headers.get("x-guide-revision")


async def test_a_session_is_new_after_each_sign_in_and_gone_after_signing_out(browser):
    """A token that somebody planted is not taken over, and the old token does not work after signing out."""
    browser.client.cookies.set("staff", "planted-by-somebody-else", domain="testserver.local")
    await browser.sign_in("admin")
    token = next(cookie.value for cookie in browser.client.cookies.jar if cookie.name == "staff" and cookie.value != "planted-by-somebody-else")
    await browser.open("/cms/account")
    await browser.send("/cms/sign-out")
    browser.client.cookies.clear()
    answer = await browser.client.get("/cms/account", headers={"Cookie": f"staff={token}"})

    assert 401 == answer.status_code


async def test_visitors_get_no_cookie_and_no_draft(browser, museum):
    """A visitor's pages set no cookie for whoever is signed in, and a file that is not public is a 404 without a session."""
    name = museum.media.put(b"draft", "mp3")
    await browser.sign_in("admin")
    page = await browser.client.get("/kk/")
    inside = await browser.client.get(f"/cms/media/{name}", headers={"Range": "bytes=0-1"})
    browser.client.cookies.clear()
    outside = [(await browser.client.get(path)).status_code for path in (f"/media/{name}", f"/cms/media/{name}")]

    assert None is page.headers.get("set-cookie")
    assert (206, b"dr", "bytes 0-1/5") == (inside.status_code, inside.content, inside.headers["content-range"])
    assert [404, 401] == outside


@pytest.mark.parametrize("path", ["https://evil.example", "//evil.example", "/cms\\evil", "/kk/", "javascript:alert(1)", "/cms/\nx"])
async def test_signing_in_leads_only_into_the_cms(browser, path):
    """Whatever the address says, signing in ends on a page of the CMS."""
    await browser.open("/cms/sign-in")
    answer = await browser.send("/cms/sign-in", follow=False, login="admin", password="қамыс пен алма ағашы", next=path)

    assert (303, "/cms") == (answer.status_code, answer.headers["location"])


IN_THE_FORM = [
    ("/cms/sound", "language"),
    ("/cms/sound/call-off", "language"),
    ("/cms/sound/anew", "language"),
    ("/cms/check/steppe/sound", "language"),
    ("/cms/tours/steppe/way/sound", "language"),
]
"""Addresses whose object stands in the form and not in the address."""


@pytest.mark.parametrize(("language", "mine"), [("ru", True), ("kk", False), ("en", False)])
async def test_what_belongs_to_a_language_is_closed_to_translators_of_others(browser, museum, language, mine):
    """Role by object: every address that changes something of one language takes it from its own translators and from nobody else's.

    An address that is added to the table is asked by itself. Refused means 403; what a form lacks is another answer.
    """
    await add_picture(museum)
    await browser.sign_in("translator")
    await browser.open("/cms/account")
    key = browser.page.xpath("//input[@name='key']/@value")[0]
    forms = [path_of(address.replace("{language}", language)) for address, allowed in TABLE.items() if "{language}" in address and "translator" in allowed]
    asked = [(path, {}) for method, path in forms if method == "POST"] + [(path, {field: language, "code": CODES[0]}) for path, field in IN_THE_FORM]
    async with museum.database.read() as session:
        before = (await session.scalars(select(ScriptRevision.number))).all()
    got = {}
    for path, fields in asked:
        got[path] = (await browser.client.post(path, data={"key": key, **fields}, headers={"Sec-Fetch-Site": "same-origin"})).status_code
    async with museum.database.read() as session:
        after = (await session.scalars(select(ScriptRevision.number))).all()

    assert len(asked) >= 10
    assert before == after
    assert [] == [(path, status) for path, status in got.items() if (status not in {401, 403}) is not mine]
