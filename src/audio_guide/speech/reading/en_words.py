"""English abbreviations, initials, acronyms, addresses and words in other letters."""

import re
import unicodedata

from audio_guide.speech.reading.en_numbers import SP
from audio_guide.speech.reading.shared import listed, roman
from audio_guide.speech.reading.spans import Rule

_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі",
        "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya a gh q n o u u h i".split(),  # noqa: SIM905 -- a table in columns
        strict=True,
    )
)
_WORDS = {
    "ALZHIR": "Alzheer", "GULAG": "Gulag", "GULag": "Gulag", "KARLAG": "Karlag", "KarLag": "Karlag", "UNESCO": "Unesco", "NATO": "Nato", "UNICEF": "Unicef",
    "STEPLAG": "Steplag", "AIDS": "Aids", "NASA": "Nasa", "ICOM": "Eye-com", "OPEC": "Opec", "TASS": "Tass", "SMERSH": "Smersh", "KOMSOMOL": "Komsomol",
    "COVID": "Covid", "PIN": "pin", "OK": "OK", "SARS": "Sars", "RADAR": "radar",
}  # fmt: skip
_LETTERS = listed(
    "USSR NKVD NKGB KGB MGB MVD GPU OGPU UN USA UK US EU BBC CNN FBI CIA SS SD RSFSR SSR ASSR CPSU KPSS KSSR ID TV CD DVD QR VIP FAQ PDF GPS MP "
    "MPS HQ DNA HIV NGO CEO VR AR LED USB SMS PC GMT UTC RAF CCTV ATM WC BC AD BCE CE AM PM MA BA PHD CV DIY IT PR IOM WHO ILO OSCE UNHCR OUN POW "
    "POWS WW"
)
_SMALL_WORDS = listed(
    "A AN THE OF AND IN TO FOR ON AT BY NOT NO OR AS IS ARE WAS WE ALL WAR CAMP LAKE ROOM HALL MAP OPEN EXIT SHOP STOP YES HER HIS BE HE SHE MY "
    "SO UP IF DO GO BUT FROM WITH THAT THIS LIFE DEAD LOVE FREE NEW OLD DAY YEAR NAME LIST LEFT PUSH PULL WAY OUT OUR YOU WHO NEVER AGAIN MUST "
    "VERY ONLY THEY THEM WERE HAVE HAD HAS WHY HOW ONE TWO TEN LADIES GENTS MEN WOMEN"
)
_VOWELS = "AEIOUY"
_INITIAL = r"(?:Zh|Sh|Ch|Kh|Gh|Yu|Ya|Ye|Ts|[A-ZÀ-Ý])"
_DOMAIN = r"(?:kz|com|org|ru|net|uk|info|edu|gov|eu|de|museum|io|kg|uz|fr|pl|tv)"


def _in_heading(match: re.Match[str]) -> bool:
    """Tell whether a word in capitals stands beside another one, as in a heading."""
    text = match.string
    before = re.search(r"(?<![\w-])([A-Z]+)[:,]?\s+[“\"«‘]?$", text[max(0, match.start() - 24) : match.start()])
    after = re.match(r"[”\"»’]?[:,]?\s+[“\"«‘]?([A-Z]+)(?![\w-])", text[match.end() : match.end() + 24])
    near = [found[1] for found in (before, after) if found]
    return any((word in _SMALL_WORDS or len(word) > 4 or word in _WORDS) and word not in _LETTERS for word in near)


def _sayable(word: str) -> bool:
    if len(word) < 5 or not any(letter in _VOWELS for letter in word[:-1]):
        return False
    return len(word) > 6 or re.fullmatch(rf"[^{_VOWELS}]{{0,2}}(?:[{_VOWELS}]+[^{_VOWELS}]{{1,2}})+[{_VOWELS}]*", word) is not None


def _acronym(match: re.Match[str]) -> str | None:
    """Letters one by one, or a word where it can be said and in a heading."""
    word, tail = match["word"], match["tail"] or ""
    if word in _WORDS:
        return _WORDS[word] + tail
    if "&" in match.string[max(0, match.start() - 1) : match.end() + 1]:
        return " ".join(word) + tail
    if roman(word) > 1 and set(word) <= set("IVX"):
        return None
    if word not in _LETTERS or (word in {"WHO", "IT", "US"} and _in_heading(match)):
        heading = any(letter in _VOWELS for letter in word) and _in_heading(match)
        if word in _SMALL_WORDS or heading or _sayable(word):
            return (word.lower() if word in _SMALL_WORDS else word.capitalize()) + tail
    return " ".join(word) + tail


def _initials(match: re.Match[str]) -> str:
    return " ".join(re.findall(_INITIAL, match["say"])) + " "


def _cyrillic(match: re.Match[str]) -> str:
    """A Cyrillic word in Latin letters, simply; е is ye where it begins a syllable."""
    word = match.group()
    plain = re.sub(r"(?:(?<=^)|(?<=[аоуыэюяёиеіәөұүъь]))е", "ъе", unicodedata.normalize("NFC", word.lower()))
    plain = re.sub(r"[иы]й$", "ы", plain).replace("ъе", "йе")
    said = "".join(_CYRILLIC.get(letter, "") for letter in plain).replace("_", "")
    return said.capitalize() if word[:1].isupper() else said


def _address(match: re.Match[str]) -> str:
    """An address of the net or of the post: info at museum dot k z."""
    text = re.sub(r"^https?://", "", match.group().rstrip("/"))
    marks = {
        ".": "dot",
        "@": "at",
        "/": "slash",
        "-": "hyphen",
        "_": "underscore",
        "?": "question mark",
        "=": "equals",
        "&": "and",
        "#": "hash",
        "%": "per cent",
        "~": "tilde",
        "+": "plus",
    }
    spelled = {"www", "kz", "ru", "uk", "eu", "de", "io", "kg", "uz", "fr", "pl", "tv", "html", "htm", "php", "pdf"}
    parts = re.findall(r"[A-Za-z]+|\d|.", text)
    return " ".join(" ".join(part) if part.lower() in spelled else marks.get(part, part) for part in parts)


_PER = {"wk": "a week", "mo": "a month", "yr": "a year", "hr": "an hour", "hour": "an hour"}
_PER |= {unit: f"a {unit}" for unit in ("day", "week", "month", "year", "person", "night")}
_SYMBOLS = {
    "&": "and",
    "+": "plus",
    "=": "equals",
    "§": "section",
    "÷": "divided by",
    "×": "times",
    "@": "at",
    "≈": "about",
    "~": "about",
    "±": "plus or minus",
    "<": "less than",
    ">": "more than",
    "≤": "at most",
    "≥": "at least",
    "_": "underscore",
    "©": "copyright",
    "®": "",
    "™": "",
    "²": "squared",
    "³": "cubed",
    "→": ",",
    "Ø": "diameter",
    "⌀": "diameter",
    "∅": "diameter",
}
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
ADDRESSES = [
    Rule("address", re.compile(r"(?<![\w.])@[\w-]{1,40}(?:\.[\w-]{1,40}){1,3}"), lambda m: re.sub(r"\d", lambda d: _DIGITS[int(d.group())], _address(m))),
    Rule("war", re.compile(r"(?<!\w)WW[\s-]?(?P<n>II|I|2|1)(?!\w)"), lambda m: "World War Two" if m["n"] in {"II", "2"} else "World War One"),
    Rule(
        "address",
        re.compile(
            rf"(?<![\w.@-])(?:https?://)?(?:[\w.-]{{1,64}}@[\w-]{{1,64}}(?:\.[\w-]{{1,64}}){{0,4}}\.[a-z]{{2,6}}\b|(?:[\w-]{{1,64}}\.){{1,5}}{_DOMAIN}\b(?:/(?:[\w/?=&#%~+-]|\.(?=\w)){{0,200}})?)"
        ),
        lambda m: re.sub(r"\d", lambda d: _DIGITS[int(d.group())], _address(m)),
    ),
]
WORDS = [
    Rule(
        "century",
        re.compile(rf"(?:\d(?:st|nd|rd|th)|(?<!\w)[IVX]+(?:-?(?:st|nd|rd|th))?)(?:{SP}|-)(?P<say>cc?(?:\.(?!\s*$)|(?=\.\s*$))|cent(?:\.(?!\s*$)|(?=\.\s*$)))"),
        lambda m: "centuries" if m["say"].startswith("cc") else "century",
    ),
    Rule("initials", re.compile(rf"(?<![\w.])(?P<say>(?:{_INITIAL}\.[\s-]?){{1,4}})(?=[A-ZÀ-Ý][’'\w])"), _initials),
    Rule("initials", re.compile(rf"(?<![\w.])(?P<say>(?:{_INITIAL}\.){SP}?(?:{_INITIAL}\.(?!\s*$)|{_INITIAL}(?=\.\s*$))+)(?!\w)"), _initials),
    Rule("letters", re.compile(r"(?<![\w.])(?P<say>(?:[A-Z]\.){2,}(?!\s*$)|(?:[A-Z]\.)+[A-Z](?=\.\s*$))(?!\w)"), _initials),
    Rule("joined", re.compile(r"(?<=[a-z])[-\u2011](?=[A-Z]{2})"), lambda _: ""),
    Rule("bracket", re.compile(r"(?<=[A-Z]\.)\s?\((?!\s*$)"), lambda _: ","),
    Rule("party", re.compile(r"(?<=[KR]P)\(b\)"), lambda _: "B"),
    Rule("initial", re.compile(r"(?:(?<=\s[A-Z])|(?<=^[A-Z])|(?<=\(\s[A-Z])|(?<=[(“\"][A-Z]))\.(?=,|\s?\(|\s(?:[a-z]|&\s)|[)”]\s)"), lambda _: ""),
    Rule("acronym", re.compile(r"(?<!\w)(?P<before>Kaz|Uz|Kirg|Taj|Turk)(?P<ssr>A?SSR)(?!\w)"), lambda m: f"{m['before']} {' '.join(m['ssr'])}"),
    Rule("acronym", re.compile(r"(?<!\w)(?P<word>[A-Z]{2,}|GULag|KarLag)(?P<tail>[’']s|s)?(?!\w)"), _acronym),
    Rule("cyrillic", re.compile(r"[\u0400-\u052f]+"), _cyrillic),
    Rule("table", re.compile(r"(?:^|(?<=\n))\s?\||\|\s?(?=$|\n)|(?:^|(?<=\n))[•▪·*‣](?=\s)"), lambda _: ""),
    Rule("table", re.compile(r"\|"), lambda _: ","),
    Rule("or", re.compile(r"(?<!\w)and/or(?!\w)"), lambda _: "and or"),
    Rule("per", re.compile(r"(?<=[a-z])/(?P<unit>wk|mo|yr|hr|day|week|month|year|hour|person|night)\b(?:\.(?!\s*$))?"), lambda m: _PER[m["unit"]]),
    Rule("sections", re.compile(r"§§"), lambda _: "sections"),
    Rule("letters", re.compile(r"(?<!\w)(?P<say>[A-Z]{2,4})(?=\d)"), lambda m: " ".join(m["say"])),
    Rule("or", re.compile(r"(?<=[a-z]\.)/(?=[a-z])"), lambda _: "or"),
    Rule("or", re.compile(r"(?<=[a-z])/(?=[a-z])"), lambda _: "or"),
    Rule("stroke", re.compile(r"(?<=[\w%°₸€)])\s?/\s?(?=[\w£$€₸(]|[−–+-]\d)"), lambda _: ","),
    Rule("hashtag", re.compile(r"(?<![\w&])#(?=[A-Za-z])"), lambda _: "hashtag"),
    Rule("dash", re.compile(r"(?<=[^\W_])\s?(?<!-)--+(?!-)\s?(?=[\w“\"‘«(])"), lambda _: ", "),
    Rule("symbol", re.compile(r"[&+=§÷×@±→]|[≈~<>≤≥Ø⌀∅](?=\s?\d)|(?<=\w)_(?=\w)|[©®™]|(?<=[A-Za-z])[²³]"), lambda m: _SYMBOLS[m.group()]),
]
