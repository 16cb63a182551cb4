"""How Russian says в, с and к before the numbers that want another vowel: во втором, со ста, ко второму."""

import re

from audio_guide.speech.reading.ru_dates import MONTHS
from audio_guide.speech.reading.ru_numbers import HYPHEN
from audio_guide.speech.reading.ru_tables import GAP
from audio_guide.speech.reading.spans import Rule

_NUMBERED = r"(?:класс|этаж|курс|барак|зал|корпус|век|квартал|съезд|половин|отделени|лагпункт)[а-яё]*"
_SECOND = rf"(?:II(?![\w-])|II(?={HYPHEN}[а-я])|2{HYPHEN}(?:г?о|ой|й|го|ого|м|ом|му|ому|ым|я|ую|ю|е)(?!\w)|2{GAP}(?:(?:{'|'.join(MONTHS)})(?!\w)|{_NUMBERED}(?<!век)(?<!веков)(?!\w)))"
"""A number that is said второй in some case."""
_HUNDRED = r"1\d\d(?![\d:]|\.\d)"
PREPOSITIONS: list[Rule] = [
    Rule("preposition", re.compile(rf"(?<![\w.])(?P<say>[ВвКкСс])(?={GAP}+[«\"]?{_SECOND})"), lambda m: f"{m['say']}о"),
    Rule("preposition", re.compile(rf"(?<![\w.])(?P<say>[Сс])(?={GAP}+{_HUNDRED})"), lambda m: f"{m['say']}о"),
    Rule("preposition", re.compile(rf"(?<![\w.])(?P<say>[Оо])(?={GAP}+(?:11(?!\d)|1{GAP}[а-яё]+(?:ой|е)(?!\w)))"), lambda m: f"{m['say']}б"),
]
