"""How Russian says short adjectives and offices before a noun: ст. лейтенант, мед. сестрой, в обл. центре, зав. складом."""

import re

from audio_guide.speech.reading.ru_context import governed, looks_like_verb, words_before
from audio_guide.speech.reading.ru_tables import GAP, table, words
from audio_guide.speech.reading.spans import Rule

_STEMS = table(
    "гл: главн | мед: медицинск | сан: санитарн | обл: областн | гор: городск | гос: государственн | гв: гвардейск | воен: военн | жен: женск",
    "муж: мужск | макс: максимальн | лат: латинск | нем: немецк | фр: французск | каз: казахск | рус: русск | англ: английск | сов: советск",
    "нац: национальн | ист: историческ | арх: архивн | нар: народн | полит: политическ | хоз: хозяйственн | тех: техническ | культ: культурн | учеб: учебн",
    "пром: промышленн | сев: северн | юж: южн | зап: западн | вост: восточн | центр: центральн | деревян: деревянн | метал: металлическ",
)
_RANKS = r"лейтенант|сержант|майор|советник|инспектор|научн|преподавател|техник|инженер|следовател|надзирател|экономист"
_OFFICES = {
    "зав": words("заведующий заведующего заведующему заведующего заведующим заведующем"),
    "зам": words("заместитель заместителя заместителю заместителя заместителем заместителе"),
    "пом": words("помощник помощника помощнику помощника помощником помощнике"),
    "ком": words("командир командира командиру командира командиром командире"),
}
_REACH = 60
_BEING = re.compile(r"(?<!\w)(?:работа|служи|был|назначен|стал|числил|оформ)[а-яё]*(?=\s)")
_MASCULINE = re.compile(
    r"(?P<stem>[а-яё]*(?:центр|сад|архив|берег|край|врач|комиссар|лагер|музе|язык|состав|суд|союз|отдел|склад|завод|цех|дом|зал|барак|персонал|пункт|округ|"
    r"театр|банк|совет|комитет|институт|перевод|алфавит|район|ветер|флаг|герб|закон|орган|[аи]тор|тель|[чнщ]ик|ист|ент|ант|нер|тер|майор))(?P<end>|й|ь|а|я|у|ю|ом|ем|е|ы|и)"
)
_MASCULINE_ENDS = {"": "ый", "й": "ый", "ь": "ый", "а": "ого", "я": "ого", "у": "ому", "ю": "ому", "ом": "ым", "ем": "ым", "е": "ом", "ы": "ые", "и": "ые"}
_PLURALS = ((("ами", "ями", "ьми"), "ыми"), (("ах", "ях", "ов", "ев"), "ых"), (("ам", "ям"), "ым"))
_SEVERAL = re.compile("(?:сестёр|школ|служб|работ|норм|женщин|девушек|газет|книг|карт|ламп|букв|данных)")
_SURE = (
    (("ом", "ем"), "ым"),
    (("ой", "ей", "ью"), "ой"),
    (("ая", "яя"), "ая"),
    (("у", "ю"), "ую"),
    (("а", "я", "щь", "сть", "зь", "чать"), "ая"),
    (("о", "ие", "ье"), "ое"),
)
"""What the ending of a noun tells whose gender is not known; an ending that is not here tells too little."""


def _ending(text: str, start: int, noun: str) -> str | None:
    """The ending that an adjective of a hard stem has before its noun, or None where the noun does not show it."""
    if looks_like_verb(noun):
        return None
    if _SEVERAL.fullmatch(noun):
        return "ых"
    for ends, ending in _PLURALS:
        if noun.endswith(ends):
            return ending
    allowed = governed(text, start)
    if (known := _MASCULINE.fullmatch(noun)) is not None:
        return "ом" if known["end"] == "у" and allowed == "ap" else _MASCULINE_ENDS[known["end"]]
    if noun.endswith(("щи", "сти", "зи", "чати")):
        return "ой"
    if noun.endswith(("ы", "и")):
        return "ой" if allowed in {"g", "gi"} else "ые" if allowed in {"", "ap", "na"} else None
    if noun[-1] in "бвгджзклмнпрстфхцчшщй" and not noun.endswith(("ой", "ей")):
        return "ый" if allowed in {"", "ap", "a", "ai"} else None
    return next((ending for ends, ending in _SURE if noun.endswith(ends)), None)


def _soft(stem: str, ending: str) -> str:
    """Join stem and ending: after к and ш stands и for ы, after ш е for о, and городск has its stress at the end."""
    if stem == "городск" and ending == "ый":
        return "городской"
    if stem.endswith(("к", "ш")):
        ending = ending.replace("ы", "и")
    if stem.endswith("ш"):
        ending = {"ого": "его", "ому": "ему", "ом": "ем", "ое": "ее", "ой": "ей"}.get(ending, ending)
    return stem + ending


def _adjective(match: re.Match[str]) -> str | None:
    """Say a short adjective in full where its noun shows how it ends; else it stays as it is written."""
    ending = _ending(match.string, match.start(), match["noun"])
    if ending is None:
        return None
    form = match["form"].lower()
    stem = (
        "старш"
        if form == "ст"
        else "младш"
        if form == "мл"
        else "минеральн"
        if form == "мин" and match["noun"].startswith("вод")
        else _STEMS.get(form, "минимальн")
    )
    said = _soft(stem, ending)
    return said.capitalize() if match["form"][0].isupper() else said


def _office(match: re.Match[str]) -> str:
    """зав. складом: after the verb of an office the instrumental, in the gender of the verb."""
    near = (words_before(match.string, match.start()) or [""])[0]
    form, verbs = match["form"].lower(), _BEING.findall(match.string[max(0, match.start() - _REACH) : match.start()])
    if verbs:
        said = "заведующей" if form == "зав" and verbs[-1].endswith(("ла", "на", "лась")) else _OFFICES[form][4]
    elif near in {"к", "ко"}:
        said = _OFFICES[form][2]
    else:
        said = _OFFICES[form][0]
    return said.capitalize() if match["form"][0].isupper() else said


def _short(forms: str) -> str:
    return rf"(?<![\w.])(?<!\d\s)(?P<form>(?i:{forms}))\.(?={GAP}+(?P<noun>"


SHORT_ADJECTIVES: list[Rule] = [
    Rule("rank", re.compile(rf"{_short('ст|мл')}(?:{_RANKS})[а-яё]*))"), _adjective),
    Rule("office", re.compile(rf"(?<![\w.])(?i:зам|пом)\.{GAP}*(?P<say>нач\.)(?={GAP})"), lambda _: "начальника"),
    Rule("office", re.compile(rf"{_short('|'.join(_OFFICES))}[а-яё]{{4,}}|нач\.|гл\.))"), _office),
    Rule("short adjective", re.compile(rf"{_short('|'.join(sorted([*_STEMS, 'мин'], key=len, reverse=True)))}[а-яё]{{3,}})(?!\w|\.))"), _adjective),
]
