"""What stands around a Russian number: the words before it and the cases they govern, the word after it."""

import re

from audio_guide.speech.reading.ru_tables import words

_LAST_WORDS = re.compile(r"(?:([^\W\d_][\w-]*)(\.?)[\s«„“\"]+)(?:([^\W\d_][\w-]*)(\.?)[\s«„“\"]+)?$")
NEXT_WORD = re.compile(r"[\s«„“\"]+([^\W\d_]+(?:-[^\W\d_]+)*)")
NEXT_LOWER = re.compile(r"[\s«„“\"]+([а-яё]+(?:-[а-яё]+)*)")

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
HEADS = re.compile(
    r"(?:имен|судьб|памят|жизн|истори|спис[ко]|портрет|фотографи|представител|останк|могил|голос|мать|матер|отец|отц|усили|рук|сил|количеств|групп|тысяч|смерт|гибел|арест|"
    r"рассказ|воспоминани|встреч|прибыти|освобождени|отправк|реабилитаци|осуждени|переселени|депортаци|захоронени|приезд|труд|письм|пис[еь]м|участи|семь|семей|перечень|перечн|большинств|половин|треть|част|возраст|дел|сч[её]т|рождени|казн|расстрел)"
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
    if HEADS.fullmatch(near[0]):
        return "g"
    return _shown_by_adjective(near)


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
    found = NEXT_WORD.match(text, at)
    return found[1] if found else ""


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
