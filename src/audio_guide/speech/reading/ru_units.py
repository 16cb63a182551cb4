"""Units, money and other things that Russian counts, by the signs that stand for them."""

from audio_guide.speech.reading.ru_numbers import SCALES, THOUSAND, Noun, declined, feminine, hard, square
from audio_guide.speech.reading.ru_tables import table, words

HOUR = hard("час")
MINUTE, SECOND = feminine("минут", "минут"), feminine("секунд", "секунд")
_RUBLE = declined("m", "рубль рубля рублю рубль рублём рубле рубли рублей рублям рубли рублями рублях")
_PERSON = declined("m", "человек человека человеку человека человеком человеке человека человек человекам человек человеками человеках")
_DAY = declined("m", "день дня дню день днём дне дни дней дням дни днями днях")
_MONTH = declined("m", "месяц месяца месяцу месяц месяцем месяце месяцы месяцев месяцам месяцы месяцами месяцах")
_DAYS_AND_NIGHTS = declined("f", "сутки сутки сутки сутки сутки сутки сутки суток суткам сутки сутками сутках")
_CALORIE = declined(
    "f",
    "килокалория килокалории килокалории килокалорию килокалорией килокалории килокалории килокалорий килокалориям килокалории килокалориями килокалориях",
)
_DEGREE = hard("градус")
_TENGE, _EURO, _PER_MILLE = (Noun(gender, (word,) * 6, (word,) * 6) for gender, word in (("m", "тенге"), ("m", "евро"), ("f", "промилле")))


def _with(noun: Noun, rest: str) -> Noun:
    """Add words that do not change: километр в час."""
    return Noun(noun.gender, noun.singular, noun.plural, rest)


_REGULAR = table(
    "км: километр | м: метр | дм: дециметр | см: сантиметр | мм: миллиметр | г: грамм | гр: грамм | кг: килограмм | мг: миллиграмм | ц: центнер",
    "га: гектар | л: литр | мл: миллилитр | %: процент | проц: процент | $: доллар | долл: доллар | USD: доллар | £: фунт | экз: экземпляр",
)
_LIKE_ITSELF = table(
    "кВт: киловатт | Вт: ватт | Гц: герц | кГц: килогерц | МГц: мегагерц | МБ: мегабайт | Мб: мегабайт | ГБ: гигабайт | Гб: гигабайт | дБ: децибел"
)
"""Those whose plural genitive is the bare word: пять ватт."""
UNITS: dict[str, Noun] = {
    **{sign: hard(stem) for sign, stem in _REGULAR.items()},
    **{sign: hard(stem, "") for sign, stem in _LIKE_ITSELF.items()},
    **dict.fromkeys(("км²", "км2", "кв. км"), square("квадратн", "километр")),
    **dict.fromkeys(("м²", "м2", "кв. м"), square("квадратн", "метр")),
    **dict.fromkeys(("см²", "см2", "кв. см"), square("квадратн", "сантиметр")),
    **dict.fromkeys(("м³", "м3", "куб. м"), square("кубическ", "метр")),
    **dict.fromkeys(("км/ч", "км/час"), _with(hard("километр"), "в час")),
    "м/с": _with(hard("метр"), "в секунду"),
    **dict.fromkeys(("°C", "°С", "℃", "° C", "° С", "°", "º", "ºC", "ºС"), _DEGREE),
    "°F": _with(_DEGREE, "Фаренгейта"),
    "‰": _PER_MILLE,
    "т": feminine("тонн", "тонн"),
    **dict.fromkeys(("руб", "р", "₽", "RUB"), _RUBLE),
    "руб./кг": _with(_RUBLE, "за килограмм"),
    "коп": feminine("копейк", "копеек", "и"),
    **dict.fromkeys(("₸", "тг", "тнг", "KZT"), _TENGE),
    **dict.fromkeys(("€", "EUR"), _EURO),
    "долл. США": _with(hard("доллар"), "сэ-ша-а"),
    "ч": HOUR,
    "мин": MINUTE,
    "сек": SECOND,
    "сут": _DAYS_AND_NIGHTS,
    "дн": _DAY,
    "мес": _MONTH,
    "нед": feminine("недел", "недель", "и", "ей"),
    "чел": _PERSON,
    "шт": feminine("штук", "штук", "и"),
    "ккал": _CALORIE,
}
SCALE_WORDS = dict(zip(words("тыс млн млрд трлн"), (THOUSAND, *SCALES[2:]), strict=True))
