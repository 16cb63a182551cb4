"""The case a Russian number stands in: what the words before it govern and what the noun after it shows."""

import re

from audio_guide.speech.reading.ru_numbers import agreement
from audio_guide.speech.reading.ru_tables import words

_CLAUSE = re.compile(r"[.,;:!?()\[\]—–]\s*$|[.;:!?()\[\]](?=\s)")
_LAST_WORDS = re.compile(r"(?:([^\W\d_][\w-]*)(\.?)[\s«„“\"]+)(?:([^\W\d_][\w-]*)(\.?)[\s«„“\"]+)?$")
_NEXT_WORD = re.compile(r"[\s«„“\"]+([^\W\d_]+(?:-[^\W\d_]+)*)")
_NEXT_LOWER = re.compile(r"[\s«„“\"]+([а-яё]+(?:-[а-яё]+)*)")

_GENITIVE = (
    "до от ото после около из изо без для у против среди вокруг кроме вместо порядка старше младше моложе выше ниже свыше более менее больше меньше "
    "дольше позднее позже раньше ранее из-за из-под возле вблизи ради посреди накануне ок св близ вне внутри насчёт относительно помимо "
    "течение течении протяжении протяжение возрасте возраста возрасту расстоянии расстояние высоте высоты глубине глубины радиусе пределах размере "
    "количестве количества числе площади достигла достигло достигли достигал достигала достигало достигали достигает достигают достиг достигнет эпохи периода"
)
_CASES = {
    **dict.fromkeys(words(_GENITIVE), "g"),
    **dict.fromkeys(words("к ко благодаря согласно вопреки навстречу"), "d"),
    **dict.fromkeys(words("через про сквозь спустя"), "a"),
    **dict.fromkeys(words("датируется датируются датирован датирована датировано датированы датировался датировалась"), "i"),
    **dict.fromkeys(words("над надо перед передо между"), "i"),
    **dict.fromkeys(words("в во на"), "ap"),
    **dict.fromkeys(words("о об обо"), "p"),
    **dict.fromkeys(words("за под подо"), "ai"),
    **dict.fromkeys(words("нач кон сер пол янв февр фев мар апр июн июл авг сент сен окт нояб ноя дек"), "g"),
    "см": "a",
    "при": "p",
    "с": "gi",
    "со": "gi",
    "по": "nad",
}
"""Which cases may follow; where the noun after the number leaves a choice, the first one."""
_HEADS = re.compile(
    r"(?:имен|судьб|памят|жизн|истори|спис[ко]|портрет|фотографи|представител|останк|могил|голос|мать|матер|отец|отц|усили|рук|сил|количеств|групп|тысяч|смерт|гибел|арест|"
    r"рассказ|воспоминани|письм|пис[еь]м|участи|семь|семей|перечень|перечн|большинств|половин|треть|част|возраст|дел|сч[её]т|рождени|казн|расстрел)"
    r"(?:[аяоеёиыуюьй]|ам|ям|ами|ями|ах|ях|ов|ев|ей|ой|ом|ем|ью|ия|ии|ий|ием|иям|иями|иях|ок|ка|ку|ке|ки|ком)?",
)
"""Nouns whose number is in the genitive: имена 7 620 женщин, представители 62 национальностей."""
_PASSED_OVER = frozenset(
    words("примерно приблизительно почти всего лишь только ещё уже целых приблизит где-то ровно максимум минимум и же"),
)
_NO_ADJECTIVE = frozenset(words("их них своих моих чем один затем потом причём нём совсем никем кем об"))
_WORDS_BETWEEN = 3

SMALL_WORDS = frozenset(
    words(
        "и или а но да же ли бы не ни в во на с со к ко по до от из у о об за под над при для через между перед без он она они оно мы вы я ты "
        "её его их ей ему им был была было были стал стала стало стали здесь там тут где когда как что это эта этот эти уже ещё также тоже потом затем только",
    ),
)
"""Words that are no noun after a number, so that it stands alone: в 1938 на станцию, 2 из 5."""
_DATIVE_LIKE = frozenset(words("дам мам драм рам реклам панорам программ схем эмблем"))
"""Plural genitives that look like datives."""
_DAY_PARTS, _HOURS = frozenset(words("утра дня вечера ночи пополудни")), 12
_CLOCK_PREPOSITIONS = frozenset(words("в к с до после около"))
"""в 2 ночи is an hour, на 2 ночи are two nights."""
_COLLECTIVE = frozenset(words("детей суток ребят людей близнецов сыновей внуков братьев малышей ножниц ворот саней сирот"))
_ADJECTIVE = re.compile(r"[а-яё]{2,}(?:[ыи](?:х|е|й|м|ми)|ая|яя|ое|ее|(?:о|е)(?:го|му)|ую|юю|ой|ей|ом|ем)")
_PLURAL_ADJECTIVE = re.compile(r"[а-яё]{2,}[ыи](?:х|е|м|ми)")
_MASCULINE = re.compile(
    r"(?:[а-яё]*(?:барак|зал|этап|съезд|пленум|квартал|том|класс|корпус|отдел|вагон|эшелон|лагер|месяц|год|век|час|день|дн|этаж|музе|район|город|дом|поезд|"
    r"человек|женский|процент|метр|грамм|гектар|рубл|том|лист|экземпляр|экспонат|документ|предмет|памятник|ребёнк|ребенк|конгресс|фестивал|тел|"
    r"миллион|миллиард|интернационал|раунд|этап|конкурс|форум|курс|столб|вагон|полк|батальон|фронт|раз|градус|номер|приказ|указ|сектор|участ[о]?к|путь|ряд))"
    r"[аяеуюьйыи]?(?:ом|ем|ём)?",
)
_NEUTER = re.compile(
    r"(?!степен|тюреми)[а-яё]*(?:ни|ти|ци|ли|зда|отделени|управлени|мест|окн|сел|дел|письм|столети|имен|яблок|дерев|звен|озер|лиц|числ)[оеяиую]?(?:м|ем|ом)?"
)
_MEN = re.compile("мужчин|юнош|старост|судь|дедушк|воевод")
"""Men with the endings of women: один мужчина."""
_PERSONS = re.compile("женщин|мужчин|девочк|девушк|дочк|сестр|семь|камер|комнат|подруг")
"""Nouns, so that женщиной is no adjective like большой."""
_MASCULINE_SOFT = re.compile(
    r"[а-яё]*(?:тель|день|лагерь|рубль|январь|февраль|апрель|июнь|июль|[а-я]+ябрь|корабль|уровень|камень|огонь|портфель|календарь|парень|путь|секретарь)"
)
_FEMININE_ADJECTIVE = ("ая", "яя", "ую", "юю")


_SHORT_NOUNS = frozenset("сСкво")
"""Letters that are a preposition by themselves and a short noun with a stop: с. 45, в. 3."""


def words_before(text: str, at: int) -> list[str]:
    """Return up to three words right before a place, nearest first, without those of another clause."""
    found_words: list[str] = []
    while len(found_words) < _WORDS_BETWEEN and (found := _LAST_WORDS.search(text, max(0, at - 48), at)) is not None:
        last = found[3] or found[1]
        stopped = found[4] if found[3] else found[2]
        if stopped and last in _SHORT_NOUNS:
            break
        if stopped and last.lower() not in _CASES and len(last) > 1:
            break
        found_words.append(last.lower())
        at = found.start(3) if found[3] else found.start(1)
    return found_words


def starts(text: str, at: int) -> bool:
    """Tell whether a place has no word of its clause before it: the beginning, after a bracket, a dash or a stop."""
    return not words_before(text, at) and not re.search(r"\w[\s«]*$", text[max(0, at - 3) : at])


def governed(text: str, at: int) -> str:
    """Return the cases that the words before a place allow, the likeliest first; "" if nothing governs it."""
    if re.search(r"[<>≥≤]\s?$", text[max(0, at - 2) : at]):
        return "g"
    if re.search(r"(?<!\w)[Ии]м\.\s*[«\"]?$", text[max(0, at - 8) : at]):
        return "g"
    near = words_before(text, at)
    while near and near[0] in _PASSED_OVER:
        near = near[1:]
    if not near:
        return ""
    if near[0] in _CASES:
        return "" if near[:2] == ["числе", "том"] else _CASES[near[0]]
    if len(near) > 1 and f"{near[1]} {near[0]}" in {"не более", "не менее"}:
        return "g"
    if (shown := _shown_by_adjective(near)) or near[0] in _NO_ADJECTIVE:
        return shown
    return "g" if _HEADS.fullmatch(near[0]) else ""


def _shown_by_adjective(near: list[str]) -> str:
    """The case that an adjective between preposition and number has: в первых 5 бараках, этими 62 женщинами, в холодном 1938 году."""
    word, before = near[0], [*near[1:], ""][:_WORDS_BETWEEN]
    if word in _NO_ADJECTIVE or (len(word) <= _WORDS_BETWEEN and word not in {"тех", "том"}):
        return ""
    if word.endswith(("ыми", "ими")):
        return "i"
    if word.endswith(("ому", "ему")):
        return "d"
    if word.endswith(("ого", "его", "ых", "их")) or word in {"всех", "тех"}:
        return "gp" if any(_CASES.get(other) == "ap" for other in before) else "g"
    if word.endswith(("ом", "ем", "ём")) and any(_CASES.get(other) in {"ap", "p"} for other in before[:2]):
        return "p"
    if word.endswith(("ые", "ие")):
        return "na"
    return ""


def next_word(text: str, at: int) -> str:
    """Return the word right after a place, or ""."""
    found = _NEXT_WORD.match(text, at)
    return found[1] if found else ""


def _noun_after(text: str, at: int) -> tuple[str, str]:
    """Return the noun after a place and the adjective before it, either "" if there is none."""
    first = _NEXT_LOWER.match(text, at)
    if first is None or first[1] in SMALL_WORDS:
        return "", ""
    if _ADJECTIVE.fullmatch(first[1]) and not first[1].endswith(("ой", "ей", "ом", "ем")):
        second = _NEXT_LOWER.match(text, first.end())
        if second is not None and len(second[1]) > 2 and not looks_like_verb(second[1]):
            return second[1], first[1]
        return "", first[1]
    return first[1], ""


_PARTICIPLE = re.compile(
    r"(?:на|из|по|вы|за|при|пере|от|об|про|раз|рас|до|под|вос|воз|вс|у|со|с)[а-яё]{2,}[аеия](?:н[аоы]|т[ыоа])|(?:сшит|взят|снят|даны|дана)[аоы]?"
)
_NO_PARTICIPLE = re.compile(r"[а-яё]*(?:перемен|измен|цен|стен|стран|сторон|оборон|установ|план|рован|сосн|зан|пятна)[аоы]")


def looks_like_verb(word: str) -> bool:
    """Tell whether a word has the ending of a verb in the past or the third person, or is a short participle."""
    if _PARTICIPLE.fullmatch(word) and not _NO_PARTICIPLE.fullmatch(word):
        return True
    if re.fullmatch(
        r"(?:[а-яё]*(?:школ|могил|сил|с[её]л|жил|крес[е]?л|стрел|числ|дел|тел|правил|[а-яё]*[иа]тели|одеял|зеркал|начал|крыл|пил|кукол|ламп))", word
    ):
        return False
    return (
        bool(re.search(r"(?:[аеёиыуоя]л(?:[аои]|и?сь|ось|ась|ся)?|[аеёиуюя]т(?:ся)?|[иы]мся|тись|ться|шли|шла|шёл|шло|жён|дены|таны|ваны)$", word))
        and len(word) > 3
    )


def count_forms(text: str, start: int, end: int, number: int) -> tuple[str, str]:
    """Return the case and the gender in which a count that stands at *start*:*end* is said, by its neighbours."""
    allowed = governed(text, start)
    noun, adjective = _noun_after(text, end)
    if noun in _DAY_PARTS and number <= _HOURS and (words_before(text, start) or [""])[0] in _CLOCK_PREPOSITIONS:
        return {"ap": "a", "gi": "g"}.get(allowed, allowed), "m"
    if not noun and not adjective and _HEADS.fullmatch((words_before(text, start) or [""])[0]):
        return "n", "m"
    kind = agreement(number)
    shown, gender = _shown(noun, adjective, kind)
    if number and number % 1000 == 0 and shown == "nag":  # к пяти тысячам женщин: the noun is that of the thousands
        shown = "nagdip"
    fitting = [case for case in allowed if case in shown]
    if fitting:
        return fitting[0], gender
    if shown and not (allowed == "g" and not noun and not adjective):
        return shown[0], gender
    return _without_noun(allowed, number), gender


def _without_noun(allowed: str, number: int) -> str:
    if not allowed:
        return "n"
    return "n" if allowed == "nad" and agreement(number) != "one" else allowed[0]


def _shown(noun: str, adjective: str, kind: str) -> tuple[str, str]:
    """The cases that the noun or adjective after a number can stand for, and its gender."""
    if not noun and not adjective:
        return "", "m"
    word = noun or adjective
    ends = adjective or word
    if ends.endswith(("ами", "ями", "ьми", "ыми", "ими")) and kind != "one":
        return "i", _gender(word)
    if ends.endswith(("ам", "ям", "ым", "им")) and word not in _DATIVE_LIKE and kind != "one":
        return "d", _gender(word)
    if word.endswith(("ах", "ях")):
        return "p", _gender(word)
    if kind == "many":
        return "nag", "m"
    return _shown_by_few(noun, adjective) if kind == "few" else _shown_by_one(noun, adjective)


def _gender(word: str) -> str:
    return "f" if re.search(r"(?:женщин|девушк|девочк|сест[её]р|матер|казаш|комнат|камер|недел|минут|тонн|тысяч)", word) else "m"


def _shown_by_few(noun: str, adjective: str) -> tuple[str, str]:
    """After two, three, four: два барака, две женщины, двух женщин, два заключённых."""
    if not noun:
        return ("na", "f") if adjective.endswith(("ые", "ие")) else ("nag", "m")
    if noun.endswith(("а", "я")):
        return "na", "m"
    if noun.endswith(("ы", "и", "е")):
        return "na", "m" if noun in {"пути", "дни"} or _MEN.match(noun) else "f"
    if noun == "рабочих" or _PLURAL_ADJECTIVE.fullmatch(noun):
        return "nag", "m"
    return "g", _gender(noun)


def _shown_by_one(noun: str, adjective: str) -> tuple[str, str]:
    """After one, twenty-one: один барак, одну женщину, в одной камере, одного дня."""
    by_adjective = _one_by_adjective(adjective)
    if by_adjective is not None:
        return by_adjective
    word = noun or adjective
    masculine = _MASCULINE.fullmatch(word) is not None
    neuter = not masculine and _NEUTER.fullmatch(word) is not None
    sure = "m" if masculine else "n" if neuter else ""
    for ends, answer in _ONE_ENDINGS:
        if word.endswith(ends):
            cases, gender = answer.get(sure, answer["f"])
            if cases == "idgp" and _PERSONS.match(word):
                cases = "i"
            return (cases.replace("a", "g"), "m") if _MEN.match(word) else (cases, gender)
    return ("na", "m" if _MASCULINE_SOFT.fullmatch(word) else "f") if word.endswith("ь") else ("na", "m")


_ONE_ENDINGS: tuple[tuple[tuple[str, ...], dict[str, tuple[str, str]]], ...] = (
    (("ого", "его"), {"f": ("g", "m")}),
    (("ому", "ему"), {"f": ("d", "m")}),
    (("ью",), {"f": ("i", "f")}),
    (("ой", "ей", "ёй"), {"f": ("idgp", "f"), "m": ("na", "m")}),
    (("ом", "ем", "ём"), {"f": ("i", "m")}),
    (("у", "ю"), {"f": ("a", "f"), "m": ("d", "m"), "n": ("d", "n")}),
    (("о",), {"f": ("na", "n")}),
    (("е",), {"f": ("pd", "f"), "m": ("p", "m"), "n": ("nap", "n")}),
    (("а", "я"), {"f": ("n", "f"), "m": ("g", "m"), "n": ("g", "n")}),
    (("ы", "и"), {"f": ("gdp", "f"), "m": ("gp", "m"), "n": ("p", "n")}),
)
"""What an ending tells of case and gender for nouns that are not known (f) and those known to be masculine or neuter."""
_ONE_ADJECTIVES: tuple[tuple[tuple[str, ...], tuple[str, str]], ...] = (
    (("ая", "яя"), ("n", "f")),
    (("ую", "юю"), ("a", "f")),
    (("ое", "ее"), ("na", "n")),
    (("ого", "его"), ("g", "m")),
    (("ому", "ему"), ("d", "m")),
    (("ым", "им"), ("i", "m")),
    (("ый", "ий"), ("na", "m")),
)


def _one_by_adjective(adjective: str) -> tuple[str, str] | None:
    return next((answer for ends, answer in _ONE_ADJECTIVES if adjective.endswith(ends)), None)


def agreed(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the case and the gender of an ordinal by the words around it: во II мировой войне is p and f."""
    allowed = governed(text, start)
    first = _NEXT_WORD.match(text, end)
    word = first[1].lower() if first else ""
    second = _NEXT_LOWER.match(text, first.end()) if first else None
    if word.endswith(("ой", "ей", "ом", "ем")) and _ADJECTIVE.fullmatch(word) and second is not None:
        shown, gender = ("idgp", "f") if word.endswith(("ой", "ей")) and not _MASCULINE.fullmatch(second[1]) else ("p", "m")
    else:
        noun, adjective = (second[1] if second else "", word) if _ADJECTIVE.fullmatch(word) else (word, "")
        shown, gender = _shown_by_one(noun, adjective) if word else ("n", "m")
    fitting = [case for case in allowed if case in shown]
    if fitting:
        return fitting[0], gender
    if shown == "idgp":
        return "g", gender
    return shown[0], gender


def collective(noun: str) -> bool:
    """Tell whether two, three and four of a noun are двое, трое, четверо."""
    return noun in _COLLECTIVE
