"""Russian words that are written short or in another alphabet: abbreviations, acronyms, letter names, Kazakh and Latin letters."""

import re

from audio_guide.speech.reading.ru_tables import table, words

LETTERS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        words("а бэ вэ гэ дэ е ё жэ зэ и ий ка эл эм эн о пэ эр эс тэ у эф ха цэ че ша ща твёрдый_знак ы мягкий_знак э ю я"),
        strict=True,
    ),
)
KAZAKH = {"ә": "а", "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ұ": "у", "ү": "у", "һ": "х", "і": "и"}
"""Kazakh letters as Russian editors write them; ә is я after л."""
LATIN_LETTERS = dict(
    zip("abcdefghijklmnopqrstuvwxyz", words("эй би си ди и эф джи эйч ай джей кей эл эм эн о пи кью ар эс ти ю ви дабл-ю икс уай зед"), strict=True)
)
VOWELS = "аеёиоуыэюяәіөүұ"
_FOREIGN = str.maketrans(
    "ÀÁÂÃÅĀĄàáâãåāąÇĆČçćčĎďÈÉÊËĒĘĚèéêëēęěÌÍÎÏĪİìíîïīıŁłŃŇÑńňñÒÓÔÕŌØòóôõōøŘřŞŚşśŤťÙÚÛŪŮùúûūůÝýÿŹŻźżĞğ",
    "AAAAAAAaaaaaaaCCCcccDdEEEEEEEeeeeeeeIIIIIIiiiiiiLlNNNnnnOOOOOOooooooRrSSssTtUUUUUuuuuuYyyZZzzGg",
)

_WORDS = words(
    "АЛЖИР ГУЛАГ КАРЛАГ СТЕПЛАГ СИБЛАГ ВОВ ТАСС ЗАГС ВУЗ МИД НЭП ГОСТ БАМ ЮНЕСКО ЮНИСЕФ СИЗО НАТО НИИ ТЭЦ ЦИК ВХУТЕМАС "
    "СЭВ ВОХР ДОПР ЦУМ ГУМ СМИ МХАТ ВЦИК ДОСААФ ГАРФ РГАЛИ РГАНИ РГАСПИ МОПР РАПП РОСТА ГОЭЛРО КУТВ САВО СЛОН ГИТИС ЛЕФ ЛЭП ЗИС ЗИЛ КИМ ВАПП "
    "БАМЛАГ УСЛОН ДАЛЬЛАГ ВОРКУТЛАГ ПЕСЧАНЛАГ РАБФАК ЛИКБЕЗ"
)
WORD_ACRONYMS = {name: name.lower() for name in _WORDS} | table(
    "КарЛаг: карлаг | ГУЛаг: гулаг | КазТАГ: казтаг | ДОСААФ: досааф | США: сэ-ша-а",
    "ФРГ: фэ-эр-гэ | ФСБ: фэ-эс-бэ | ФСИН: фсин | РОВД: ровэдэ | ГАИ: гаи | СПИД: спид | ВИЧ: вич",
)
"""Acronyms that are words, and those whose letters have other names."""
SPELLED = frozenset(words("ОГПУ ОСО ИТЛ УНКВД ЧСИР ООН АССР КАССР МУР ОУН ЕАО АН АО ИП УК ОБСЕ ЕАЭС ЭВМ УВД УПК ГУГБ ИТР ИТК МИГ ТОО АЭС ОАО ООО ВИП"))
"""Acronyms that could be read as words and are not."""
CAPITAL_WORDS = frozenset(words("НЕ НА ПО ОТ ИЗ ДО ЗА МЫ ВЫ ОН ОНА ОНИ ИХ НАС ВАС ЭТО КАК ГДЕ ЧТО КТО ДЛЯ ПРИ ОБ ИЛИ НО ГОД ДОМ ЖЕНЫ ЗАЛ ВХОД МИР ДА НЕТ"))
LATIN_WORDS = table(
    "QALAM: калам | WELLCOME: уэлком | STALIN: сталин | GOOGLE: гугл | YOUTUBE: ютуб | WI-FI: вай-фай | WIFI: вай-фай | WIKIPEDIA: википедия",
    "ALZHIR: алжир | ALGIERS: алжир | GULAG: гулаг | UNESCO: юнеско | INSTAGRAM: инстаграм | FACEBOOK: фейсбук | TELEGRAM: телеграм",
    "WHATSAPP: вотсап | ONLINE: онлайн | EMAIL: имейл | E-MAIL: имейл | THE: зэ | OF: оф | AND: энд | MUSEUM: музеум | APPLE: эппл",
    "IOS: ай-о-эс | TO: ту | IN: ин | A: э | LES: ле | LA: ла | LE: ле | DE: де | IPHONE: айфон | ANDROID: андроид | AUDIO: аудио | GUIDE: гайд | WWW: три дабл-ю | KZ: ка-зэт | RU: ру | COM: ком | ORG: орг | NET: нет",
    "COVID: ковид | NATO: нато | ICOM: айком | TRUST: траст | FOUNDATION: фаундейшн | TIMES: таймс | MEMORIAL: мемориал | NEW: нью | YORK: йорк",
)
_DIGRAPHS = table(
    "shch: щ | sch: ш | tsch: ч | zh: ж | kh: х | sh: ш | ch: ч | ts: ц | tz: ц | ph: ф | th: т | ck: к | qu: кв | gh: г | ng: нг | oo: у | ee: и",
    "ya: я | yu: ю | yo: ё | ye: е | ia: ия | ay: ай | ey: ей | oy: ой | uy: уй | iy: ий | ll: лл | ou: у | ew: ью | ä: э | ö: ё | ü: ю | ß: с",
    "ə: э | æ: э | š: ш | ž: ж | ce: це | ci: ци | cy: ци | ю: ю | xh: дж | sz: ш | cz: ч",
)
_SINGLE = dict(zip("abcdefghijklmnopqrstuvwxyz", words("а б к д е ф г х и дж к л м н о п к р с т у в в кс и з"), strict=True))
_LATIN_SIGNS = re.compile("|".join(sorted(map(re.escape, _DIGRAPHS), key=len, reverse=True)) + "|.")
_SHORTEST = 3
_C, _V = "(?:[бвгджзйклмнпрстфхцчшщ]ь?)", "[аеёиоуыэюя]"
_PRONOUNCED = re.compile(rf"(?:(?:с[кпт]р|взр|вст|{_C}{{1,2}})|(?={_V}{_C}{{1,2}}{_V}))(?:{_V}{_C}{{1,2}})*{_V}(?:{_C}|[сн]т|кс|рт|лт|рк|нк|йт)?ь?")
"""Syllables of a consonant or two and a vowel, with an end that a mouth can manage."""

# Abbreviations that are always said the same.
ALWAYS = table(
    "т. е: то есть | и. о: исполняющий обязанности | т. к: так как | т. о: таким образом | напр: например | см. также: смотрите также | см: смотрите | ср: сравните | пп: пункты | мн. др: многие другие",
    "т. ч: том числе | до н. э: до нашей эры | н. э: нашей эры | с. ш: северной широты | ю. ш: южной широты | в. д: восточной долготы",
    "з. д: западной долготы | руб: рублей | коп: копеек | млн: миллионов | млрд: миллиардов | тыс: тысяч | чел: человек | экз: экземпляров",
    "мин: минут | сек: секунд | и пр: и прочее | и т. д: и так далее | т. д: так далее | и мн. др: и многие другие | и проч: и прочее",
    "урожд: урождённая | псевд: псевдоним | наст. имя: настоящее имя | наст. фам: настоящая фамилия | моб: мобильный | доб: добавочный | вкл: включительно | прим: примечание | илл: иллюстрация | ред: редактор | сост: составитель | авт: автор",
    "ежедн: ежедневно | вых: выходной | воскр: воскресенье | входн: входной | выс: высота | шир: ширина | дл: длина | диам: диаметр | толщ: толщина | оф: офис | шк: школа | взр: взрослый | дет: детский | пенс: пенсионный | Соц: Социалистического | соц: социалистического",
    "к. и. н: кандидат исторических наук | д. и. н: доктор исторических наук | к. ф. н: кандидат филологических наук | д. ф. н: доктор филологических наук",
)
TITLES = table(
    "проф: профессор | акад: академик | доц: доцент | тов: товарищ | гр: гражданин | ген: генерал | лейт: лейтенант | кап: капитан | инж: инженер",
    "архит: архитектор | худ: художник | реж: режиссёр | скульпт: скульптор | полк: полковник",
)
"""Abbreviations before a name."""
CLOSING = frozenset(
    [
        "и пр",
        "и проч",
        "и т. д",
        "т. д",
        "и мн. др",
        "н. э",
        "до н. э",
        *words("руб коп млн млрд тыс чел экз мин сек вкл вых воскр ежедн"),
        "с. ш",
        "ю. ш",
        "в. д",
        "з. д",
        "мн. др",
    ],
)
"""Those that may end a sentence."""
_FORMS = """
этаж этажа этажу этаж этажом этаже
телефон телефона телефону телефон телефоном телефоне
город города городу город городом городе
улица улицы улице улицу улицей улице
проспект проспекта проспекту проспект проспектом проспекте
переулок переулка переулку переулок переулком переулке
площадь площади площади площадь площадью площади
дом дома дому дом домом доме
деревня деревни деревне деревню деревней деревне
квартира квартиры квартире квартиру квартирой квартире
страница страницы странице страницу страницей странице
село села селу село селом селе
посёлок посёлка посёлку посёлок посёлком посёлке
станция станции станции станцию станцией станции
статья статьи статье статью статьёй статье
пункт пункта пункту пункт пунктом пункте
глава главы главе главу главой главе
том тома тому том томом томе
рисунок рисунка рисунку рисунок рисунком рисунке
таблица таблицы таблице таблицу таблицей таблице
фонд фонда фонду фонд фондом фонде
опись описи описи опись описью описи
дело дела делу дело делом деле
лист листа листу лист листом листе
озеро озера озеру озеро озером озере
река реки реке реку рекой реке
остров острова острову остров островом острове
область области области область областью области
район района району район районом районе
начало начала началу начало началом начале
конец конца концу конец концом конце
середина середины середине середину серединой середине
четверть четверти четверти четверть четвертью четверти
половина половины половине половину половиной половине
гора горы горе гору горой горе
бульвар бульвара бульвару бульвар бульваром бульваре
микрорайон микрорайона микрорайону микрорайон микрорайоном микрорайоне
корпус корпуса корпусу корпус корпусом корпусе
часть части части часть частью части
температура температуры температуре температуру температурой температуре
губерния губернии губернии губернию губернией губернии
приказ приказа приказу приказ приказом приказе
начальник начальника начальнику начальника начальником начальнике
"""
FORMS = {forms[0]: tuple(forms) for forms in map(str.split, _FORMS.strip().splitlines())}
"""Words that bend to the preposition before them, in their six cases."""
BEFORE_NUMBER = table(
    "д: дом | кв: квартира | стр: страница | с: страница | ст: статья | п: пункт | гл: глава | т: том | рис: рисунок | табл: таблица | оп: опись",
    "л: лист | ф: фонд | Ф: фонд | Оп: опись | Д: дело | Л: лист | корп: корпус | ч: часть | пл: площадь",
    "П: пункт | С: страница | Ч: часть | Т: том | Гл: глава | Табл: таблица | Кв: квартира | Стр: страница | Рис: рисунок | Ст: статья",
)
BEFORE_NAME = table(
    "г: город | ул: улица | пр: проспект | просп: проспект | пер: переулок | пл: площадь | д: деревня | с: село | пос: посёлок | п: посёлок",
    "ст: станция | оз: озеро | р: река | о: остров | бул: бульвар | мкр: микрорайон | обл: область | Ул: улица | Пос: посёлок | Оз: озеро",
    "гор: город | дер: деревня | Дер: деревня",
)
ON_THEIR_OWN = table("обл: область | мкр: микрорайон | ул: улица | пос: посёлок | оз: озеро | пер: переулок | просп: проспект | нач: начальник")
BEFORE_CENTURY = table("нач: начало | кон: конец | сер: середина | пол: половина | четв: четверть | Нач: начало | Кон: конец | Сер: середина")
HYPHENED = table(
    "р-н: район | о-в: остров | пр-т: проспект | б-р: бульвар | г-н: господин | г-жа: госпожа | гр-н: гражданин | гр-ка: гражданка | м-р: мистер",
    "р-на: района | р-ну: району | р-ном: районом | р-не: районе | о-ва: острова | о-ве: острове | пр-та: проспекта | пр-те: проспекте",
    "пр-ту: проспекту | г-на: господина | г-ну: господину | г-жи: госпожи | г-же: госпоже | гр-на: гражданина | гр-ну: гражданину",
    "гр-ки: гражданки | изд-во: издательство | кол-во: количество | кол-ва: количества | б-ка: библиотека | м-ц: месяц | ж/д: железнодорожный",
    "д-р: доктор | д-ра: доктора | д-ру: доктору | п-к: полковник | к-т: комитет | к-та: комитета | ин-т: институт | ин-та: института | ун-т: университет",
    "ун-та: университета | т-во: товарищество | об-во: общество | об-ва: общества | св-во: свидетельство | з-д: завод | ф-ка: фабрика",
    "к/т: кинотеатр | д/с: детский сад | д/ф: документальный фильм | х/ф: художественный фильм | к/ф: кинофильм | с/х: сельскохозяйственный | и/или: и или | в/ч: войсковая часть",
)
_SO_CALLED = {
    **dict.fromkeys(("ая", "яя", "а", "я"), "ая"),
    **dict.fromkeys(("ое", "ее", "о"), "ое"),
    **dict.fromkeys(("ые", "ие", "ы", "и"), "ые"),
    **dict.fromkeys(("ых", "их", "ах", "ов", "ек", "ей"), "ых"),
    **dict.fromkeys(("ого", "его"), "ого"),
    **dict.fromkeys(("ому", "ему"), "ому"),
    **dict.fromkeys(("ую", "юю", "у"), "ую"),
    "ой": "ой",
    **dict.fromkeys(("ыми", "ими", "ами"), "ыми"),
    **dict.fromkeys(("ым", "им"), "ым"),
    **dict.fromkeys(("ом", "ем"), "ом"),
}


def so_called(following: str) -> str:
    """Say т. н. in the form of the word after it: так называемые, так называемой."""
    for length in (3, 2, 1):
        if following[-length:] in _SO_CALLED:
            return "так называем" + _SO_CALLED[following[-length:]]
    return "так называемый"


def others(following: str, *, alike: bool = False) -> str:
    """Say др. and т. п. in the case of the noun after them: другие, других странах, тому подобными вещами."""
    ends = {"ами": "ими", "ями": "ими", "ьми": "ими", "ах": "их", "ях": "их", "ам": "им", "ям": "им", "ы": "ие", "и": "ие", "а": "ие"}
    case = next((end for written, end in ends.items() if following.endswith(written)), "их" if following else "")
    if alike:
        return f"тому подобн{case.replace('и', 'ы', 1)}" if case else "тому подобное"
    return f"друг{case or 'ие'}"


def spell(letters: str) -> str:
    """Say letters one by one: эн-ка-вэ-дэ."""
    said = [LETTERS.get(KAZAKH.get(letter, letter)) or LATIN_LETTERS.get(letter, letter) for letter in letters.lower()]
    return "-".join(said).replace("_", " ")


def is_word(letters: str) -> bool:
    """Tell whether capitals can be read as a word (ГОСТ) and not letter by letter (ЧСР)."""
    lowered = russian_letters(letters.lower())
    if lowered.endswith("сср"):
        return False
    if len(lowered) == _SHORTEST:
        return re.fullmatch(f"{_C}{_V}{_C}", lowered) is not None
    return len(lowered) > _SHORTEST and _PRONOUNCED.fullmatch(lowered) is not None


def russian_letters(word: str) -> str:
    """Write Kazakh letters as Russian ones, capitals stay: Рысқұлова is Рыскулова."""
    written: list[str] = []
    for place, letter in enumerate(word):
        low = letter.lower()
        plain = KAZAKH.get(low)
        if plain is None:
            written.append(letter)
            continue
        if low == "ә":
            plain = "я" if place and word[place - 1].lower() == "л" else "а"
        written.append(plain.upper() if letter != low else plain)
    return "".join(written)


def transliterate(word: str) -> str:
    """Write a Latin word in Russian letters, small ones: Karaganda is караганда."""
    plain = word.lower().translate(_FOREIGN)
    if len(plain) > 3 and plain.endswith("e") and plain[-2] not in "aeiouy" and re.search("[aeiouy]", plain[:-1]):
        plain = plain[:-1]
    said = "".join(_DIGRAPHS.get(sign) or _SINGLE.get(sign, sign) for sign in _LATIN_SIGNS.findall(plain))
    said = re.sub(r"(?<=[аоуэыия])и(?=[аоуеёэ])", "й", said)
    return re.sub(r"^е(?=[^\W\d_])", "э", said).replace("ллл", "лл")


def latin_word(word: str) -> str:
    """Say a Latin word, or a Latin acronym by the English names of its letters; the capital of a name stays."""
    said = _latin_sounds(word)
    return said.capitalize() if word.istitle() and len(word) > 1 else said


def _latin_sounds(word: str) -> str:
    upper = word.upper()
    if upper in LATIN_WORDS:
        return LATIN_WORDS[upper]
    said = transliterate(word)
    readable = any(letter in VOWELS for letter in said) and (not word.isupper() or (len(word) > 3 and is_word(said)))
    return said if len(word) > 1 and readable else spell(word.translate(_FOREIGN))
