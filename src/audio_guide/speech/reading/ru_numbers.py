"""Russian numerals and the nouns of measures in the case, gender and number that the sentence asks for.

Cases are n, g, d, a, i, p: nominative, genitive, dative, accusative, instrumental, prepositional.
"""

from dataclasses import dataclass

from num2words import num2words

from audio_guide.speech.reading.shared import digits_of

LARGEST = 10**15
_ONE_THOUSAND = {"одна тысяча": "тысяча", "одной тысячи": "тысячи", "одной тысяче": "тысяче", "одну тысячу": "тысячу", "одной тысячей": "тысячей"}


def cardinal(number: int, case: str = "n", gender: str = "m") -> str:
    """Return a number in words; a single thousand at the beginning is plain «тысяча»."""
    said = str(num2words(number, lang="ru", case=case, gender=gender, animate=False))
    for long, short in _ONE_THOUSAND.items():
        if said.startswith(long):
            return short + said[len(long) :]
    return said


def ordinal(number: int, case: str = "n", gender: str = "m", *, plural: bool = False) -> str:
    """Return a number as an ordinal in words."""
    return str(num2words(number, lang="ru", to="ordinal", case=case, gender=gender, plural=plural, animate=False))


def digits(text: str, case: str = "n", gender: str = "m") -> str:
    """Read a run of digits: zeros before it one by one, then the number; what is too long digit by digit."""
    plain = digits_of(text)
    zeros = len(plain) - len(plain.lstrip("0"))
    if zeros == len(plain):
        return " ".join(["ноль"] * zeros)
    if int(plain) >= LARGEST:
        return " ".join(cardinal(int(digit)) for digit in plain)
    return " ".join(["ноль"] * zeros + [cardinal(int(plain), case, gender)])


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that is counted: один километр, два километра, пять километров, and its plural in the other cases."""

    one: str
    few: str
    many: str
    gender: str = "m"
    accusative: str = ""
    dative: str = ""
    instrumental: str = ""
    prepositional: str = ""

    def after(self, number: int, case: str = "n") -> str:
        """Return the form after *number* in *case*."""
        single, some = number % 10 == 1 and number % 100 != 11, number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14}
        if case in {"n", "a"}:
            if single:
                return self.accusative or self.one if case == "a" else self.one
            return self.few if some else self.many
        if case == "g":
            return self.few if single else self.many
        stem = self.one[:-1] if self.one[-1] in "аяь" else self.one
        vowel = "я" if self.one[-1] in "яь" else "а"
        return {"d": self.dative or f"{stem}{vowel}м", "i": self.instrumental or f"{stem}{vowel}ми", "p": self.prepositional or f"{stem}{vowel}х"}[case]


def counted(number: int, noun: Noun, case: str = "n") -> str:
    """Return a number with its noun."""
    return f"{cardinal(number, case, noun.gender)} {noun.after(number, case)}"


def _masculine(word: str, many: str = "") -> Noun:
    return Noun(word, f"{word}а", many or f"{word}ов")


def _feminine(word: str, many: str = "") -> Noun:
    return Noun(word, f"{word[:-1]}ы", many or word[:-1], "f", f"{word[:-1]}у")


UNITS: dict[str, Noun] = {
    "км": _masculine("километр"),
    "м": _masculine("метр"),
    "см": _masculine("сантиметр"),
    "мм": _masculine("миллиметр"),
    "кг": _masculine("килограмм"),
    "г": _masculine("грамм"),
    "мг": _masculine("миллиграмм"),
    "т": _feminine("тонна"),
    "ц": _masculine("центнер"),
    "га": _masculine("гектар"),
    "л": _masculine("литр"),
    "ч": Noun("час", "часа", "часов"),
    "мин": _feminine("минута"),
    "сек": _feminine("секунда"),
    "°C": _masculine("градус"),
    "°С": _masculine("градус"),
    "°": _masculine("градус"),
    "%": _masculine("процент"),
    "руб": Noun("рубль", "рубля", "рублей"),
    "₽": Noun("рубль", "рубля", "рублей"),
    "коп": Noun("копейка", "копейки", "копеек", "f", "копейку"),
    "₸": Noun("тенге", "тенге", "тенге", "m", "тенге", "тенге", "тенге", "тенге"),
    "тг": Noun("тенге", "тенге", "тенге", "m", "тенге", "тенге", "тенге", "тенге"),
    "$": _masculine("доллар"),
    "€": Noun("евро", "евро", "евро", "m", "евро", "евро", "евро", "евро"),
    "чел": Noun("человек", "человека", "человек", "m", "человека", "людям", "людьми", "людях"),
    "тыс": Noun("тысяча", "тысячи", "тысяч", "f", "тысячу"),
    "млн": _masculine("миллион"),
    "млрд": _masculine("миллиард"),
    "км/ч": Noun("километр в час", "километра в час", "километров в час", "m", "", "километрам в час", "километрами в час", "километрах в час"),
    "м²": Noun("квадратный метр", "квадратных метра", "квадратных метров", "m", "", "квадратным метрам", "квадратными метрами", "квадратных метрах"),
    "км²": Noun(
        "квадратный километр", "квадратных километра", "квадратных километров", "m", "", "квадратным километрам", "квадратными километрами",
        "квадратных километрах",
    ),
}  # fmt: skip
PARTS = {1: ("десятая", "десятых"), 2: ("сотая", "сотых"), 3: ("тысячная", "тысячных")}


def decimal(whole: str, part: str) -> str:
    """Read a decimal fraction: три целых пять десятых."""
    a, b = int(digits_of(whole)), int(part)
    one, many = PARTS[len(part)]
    first = f"{cardinal(a, 'n', 'f')} {'целая' if a % 10 == 1 and a % 100 != 11 else 'целых'}"
    return f"{first} {cardinal(b, 'n', 'f')} {one if b % 10 == 1 and b % 100 != 11 else many}"


def compound(number: int) -> str:
    """Return a number as the first part of an adjective: двадцати-летний, тридцатитрёх-километровый."""
    if number == 1:
        return "одно"
    if number == 1000:
        return "тысяче"
    words = cardinal(number, "g").split()
    fixed = {"ста": "сто", "девяноста": "девяносто"}
    return "".join(fixed.get(word, word) for word in words)
