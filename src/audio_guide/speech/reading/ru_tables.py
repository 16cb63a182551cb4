"""How the tables of Russian words are written down, many short words on a line, and the pieces that patterns share."""

GAP = "[\\s\u00a0\u2009\u202f]"
CAPITAL = "[А-ЯЁӘҒҚҢӨҰҮҺІ]"
END = r"\s*[»”\")]*\s*$"
MAY_STOP = rf"(?:\.(?!{END}|\s+[«„\"(—–]*\s*{CAPITAL}(?!\.)))?"
"""The full stop of an abbreviation; it stays where the text ends or a capital letter begins a new sentence."""


def words(row: str) -> list[str]:
    """Return the words of a row that spaces part."""
    return row.split()


def table(*rows: str) -> dict[str, str]:
    """Return what each word is said as; in a row stand «written: said» pairs with a bar between them."""
    pairs = (pair.split(":", 1) for row in rows for pair in row.split(" | "))
    return {written.strip(): said.strip() for written, said in pairs}
