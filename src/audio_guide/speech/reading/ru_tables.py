"""How the tables of Russian words are written down, many short words on a line, and the pieces that patterns share."""

GAP = "[\\s\u00a0\u2009\u202f]"
CAPITAL = "[А-ЯЁӘҒҚҢӨҰҮҺІ]"
END = r"\s*[»”\")]*\s*$"
MAY_STOP = rf"(?:\.(?!{END}|\s+[«„\"(—–]*\s*{CAPITAL}(?!\.)))?"
"""The full stop of an abbreviation; it stays where the text ends or a capital letter begins a new sentence."""

STATES = r"(?:Казахской|Казахстана?|Республики|РК|РСФСР|КазССР|КазАССР|КССР|СССР|ССР|России|Российской|РФ|Украины|Украинской|УССР|Узбекистана|Узбекской|Киргизской|Кыргызстана)(?!\w)"
"""The states that a region belongs to: Акмолинской обл. Казахской ССР goes on."""


def words(row: str) -> list[str]:
    """Return the words of a row that spaces part."""
    return row.split()


def table(*rows: str) -> dict[str, str]:
    """Return what each word is said as; in a row stand «written: said» pairs with a bar between them."""
    pairs = (pair.split(":", 1) for row in rows for pair in row.split(" | "))
    return {written.strip(): said.strip() for written, said in pairs}
