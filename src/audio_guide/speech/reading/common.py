"""What the three languages share: look-alike letters, quotes, dashes and other marks that are not spoken."""

import re
import unicodedata

from audio_guide.speech.reading.scripts import script_of
from audio_guide.speech.reading.spans import ACUTE, INVISIBLE, Rule

_LATIN_TO_CYRILLIC = str.maketrans("AaBCcEeHKkMOoPpTXxyəƏ", "АаВСсЕеНКкМОоРрТХхуәӘ")
_KAZAKH_EXTRA = str.maketrans("Iih", "Ііһ")
_EXTRA = {"kk": _KAZAKH_EXTRA, "uk": str.maketrans("Ii", "Іі"), "be": str.maketrans("Ii", "Іі")}
"""Latin letters that stand for one of a language's own."""
_CYRILLIC_TO_LATIN = str.maketrans("АаВСсЕеНКкМОоРрТХхуіІ", "AaBCcEeHKkMOoPpTXxyiI")
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-z\u018f\u0259ÁÉÓÝáéóý]")
_STRESSED = str.maketrans("ÁÉÓÝáéóý", "АЕОУаеоу")
"""Latin letters with a stress mark that stand for a stressed Cyrillic vowel."""
_LONE = re.compile(r"(?<![\w.'’&-])(?:[acoy]|(?<![^\s«„“\"(])(?:(?<=^)|(?<=[.!?…]\s))[ABCKOY])(?=\s+[«„\"]?(?:[\u0400-\u052f]|\d))")


def repair_lookalikes(text: str, language: str) -> str:
    """Write each word that mixes Cyrillic and Latin letters in one alphabet where the odd letters only look alike; the length stays."""

    def repair(match: re.Match[str]) -> str:
        word = match.group()
        if not (_CYRILLIC.search(word) and _LATIN.search(word)):
            return word
        table = {**_LATIN_TO_CYRILLIC, **_STRESSED, **_EXTRA.get(language.partition("-")[0], {})}
        cyrillic = word.translate(table)
        latin = word.translate(_CYRILLIC_TO_LATIN)
        if script_of(language) == "Latn" and not _CYRILLIC.search(latin):
            return latin
        if not _LATIN.search(cyrillic):
            return cyrillic
        return latin if not _CYRILLIC.search(latin) else word

    text = _WORD.sub(repair, text)
    if script_of(language) != "Cyrl" or not _CYRILLIC.search(text):
        return text
    return _LONE.sub(lambda match: match.group().translate(_LATIN_TO_CYRILLIC), text)


_DROPPED = dict.fromkeys(map(ord, [*INVISIBLE, ACUTE]))


_ONE_MARK = str.maketrans("’‘ʼ‐‑–«»„“”", "'''---" + '"' * 5)


def plain(text: str) -> str:
    """Return a text so that what looks alike is alike: composed letters, one blank between words, Latin look-alikes as Cyrillic, one kind of quote and hyphen, no stress marks."""
    composed = unicodedata.normalize("NFC", text.translate(_DROPPED)).replace(ACUTE, "")
    return " ".join(composed.translate(_ONE_MARK).translate(_LATIN_TO_CYRILLIC).translate(_KAZAKH_EXTRA).split())


_QUOTES = '«»„“”"‘‚‹›'
PUNCTUATION: list[Rule] = [
    Rule("ellipsis", re.compile(rf"[{_QUOTES}]\s?(?:…|\.{{3}})\s?(?=[^\W\d_])"), lambda _: ""),
    # Marks that stand beside others would double them.
    Rule("bracket", re.compile(rf"[)\]](?=\s*[.,;:!?…—–]|\s*[{_QUOTES}]?\s*$)|(?:^|(?<=[.!?…,;:]))\s*[(\[]"), lambda _: ""),
    Rule("dash", re.compile(rf"^\s*[—–-]\s+|(?<=[.,!?…;:])[{_QUOTES}]?\s+[—–]\s+|(?<=[.,!?…;:][{_QUOTES}’])\s+[—–]\s+"), lambda _: ""),
    Rule("quote", re.compile(rf"[{_QUOTES}]|(?<![^\W_])['’]|['’](?![^\W_])"), lambda _: ""),
    Rule("dash", re.compile(r"(?<!\s)\s+[—–-]\s+|(?<=[^\W\d_])—(?=[^\W\d_])"), lambda _: ", "),
    Rule("ellipsis", re.compile("…|\\.{3,}"), lambda _: "."),
    Rule("bracket", re.compile(r"[()\[\]{}]"), lambda _: ","),
]
