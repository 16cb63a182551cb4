"""English units of measure and of money: the word for one and for many."""

UNITS: dict[str, tuple[str, str]] = {
    "km": ("kilometre", "kilometres"), "m": ("metre", "metres"), "cm": ("centimetre", "centimetres"), "mm": ("millimetre", "millimetres"),
    "kg": ("kilogram", "kilograms"), "g": ("gram", "grams"), "mg": ("milligram", "milligrams"), "t": ("tonne", "tonnes"),
    "ha": ("hectare", "hectares"), "l": ("litre", "litres"), "L": ("litre", "litres"), "ml": ("millilitre", "millilitres"),
    "ft": ("foot", "feet"), "yd": ("yard", "yards"), "lb": ("pound", "pounds"), "lbs": ("pound", "pounds"), "oz": ("ounce", "ounces"),
    "mi": ("mile", "miles"), "kcal": ("kilocalorie", "kilocalories"), "min": ("minute", "minutes"), "mins": ("minute", "minutes"),
    "h": ("hour", "hours"), "hr": ("hour", "hours"), "hrs": ("hour", "hours"), "sec": ("second", "seconds"), "secs": ("second", "seconds"),
    "yr": ("year", "years"), "yrs": ("year", "years"), "mo": ("month", "months"), "mos": ("month", "months"), "wk": ("week", "weeks"), "wks": ("week", "weeks"),
    "yds": ("yard", "yards"), "dm": ("decimetre", "decimetres"), "cl": ("centilitre", "centilitres"), "cal": ("calorie", "calories"), "kJ": ("kilojoule", "kilojoules"),
    "gal": ("gallon", "gallons"), "cwt": ("hundredweight", "hundredweight"), "hp": ("horsepower", "horsepower"), "Hz": ("hertz", "hertz"), "kHz": ("kilohertz", "kilohertz"),
    "MHz": ("megahertz", "megahertz"), "dB": ("decibel", "decibels"), "MB": ("megabyte", "megabytes"), "GB": ("gigabyte", "gigabytes"), "pcs": ("piece", "pieces"),
    "kop": ("kopeck", "kopecks"), "rub": ("rouble", "roubles"), "lt": ("litre", "litres"), "pp": ("page", "pages"), "kms": ("kilometre", "kilometres"), "kgs": ("kilogram", "kilograms"),
    "cms": ("centimetre", "centimetres"), "m/sec": ("metre a second", "metres a second"), "km/hr": ("kilometre an hour", "kilometres an hour"),
    "m.p.h": ("mile an hour", "miles an hour"), "y.o": ("year old", "years old"), "y/o": ("year old", "years old"), "sqm": ("square metre", "square metres"),
    "deg C": ("degree Celsius", "degrees Celsius"), "degrees C": ("degree Celsius", "degrees Celsius"), "degrees F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "deg. C": ("degree Celsius", "degrees Celsius"), "deg": ("degree", "degrees"),
    "km/h": ("kilometre an hour", "kilometres an hour"), "kph": ("kilometre an hour", "kilometres an hour"), "kmh": ("kilometre an hour", "kilometres an hour"),
    "mph": ("mile an hour", "miles an hour"), "m/s": ("metre a second", "metres a second"), "g/day": ("gram a day", "grams a day"),
    "V": ("volt", "volts"), "W": ("watt", "watts"), "kW": ("kilowatt", "kilowatts"), "MW": ("megawatt", "megawatts"),
    "°C": ("degree Celsius", "degrees Celsius"), "°F": ("degree Fahrenheit", "degrees Fahrenheit"), "℃": ("degree Celsius", "degrees Celsius"),
    "℉": ("degree Fahrenheit", "degrees Fahrenheit"), "°": ("degree", "degrees"), "%": ("per cent", "per cent"), "‰": ("per mille", "per mille"),
    "₸": ("tenge", "tenge"), "€": ("euro", "euros"), "£": ("pound", "pounds"), "$": ("dollar", "dollars"), "₽": ("rouble", "roubles"),
    "KZT": ("tenge", "tenge"), "EUR": ("euro", "euros"), "USD": ("U S dollar", "U S dollars"), "GBP": ("pound", "pounds"), "RUB": ("rouble", "roubles"),
    "¢": ("cent", "cents"),
    "tg": ("tenge", "tenge"), "p": ("p", "p"),
}  # fmt: skip
_LENGTHS = {"m": "metre", "cm": "centimetre", "mm": "millimetre", "km": "kilometre"}
UNITS |= {f"{short}{mark}": (f"square {word}", f"square {word}s") for short, word in _LENGTHS.items() for mark in ("²", "2", "^2")}
UNITS |= {f"{short}{mark}": (f"cubic {word}", f"cubic {word}s") for short, word in _LENGTHS.items() for mark in ("³", "3", "^3")}
UNITS |= {f"{square} {short}": (f"square {word}", f"square {word}s") for short, word in _LENGTHS.items() for square in ("sq.", "sq", "square")}
UNITS |= {f"{cubic} {short}": (f"cubic {word}", f"cubic {word}s") for short, word in _LENGTHS.items() for cubic in ("cu.", "cu", "cubic")}
UNITS |= {
    "sq ft": ("square foot", "square feet"),
    "sq. ft": ("square foot", "square feet"),
    "sq mi": ("square mile", "square miles"),
    "sq. mi": ("square mile", "square miles"),
    "sq yd": ("square yard", "square yards"),
    "cu ft": ("cubic foot", "cubic feet"),
    "cu. ft": ("cubic foot", "cubic feet"),
    "° C": UNITS["°C"],
    "° F": UNITS["°F"],
}
UNITS |= dict.fromkeys(("ºC", "º C", "°С", "° С"), UNITS["°C"])
UNITS |= {"Km": UNITS["km"], "KM": UNITS["km"], "Kg": UNITS["kg"], "KG": UNITS["kg"], "MPH": UNITS["mph"]}
MONEY: dict[str, tuple[str, str, str, str]] = {
    "£": ("pound", "pounds", "penny", "pence"),
    "$": ("dollar", "dollars", "cent", "cents"),
    "€": ("euro", "euros", "cent", "cents"),
    "¥": ("yen", "yen", "sen", "sen"),
    "₸": ("tenge", "tenge", "tiyn", "tiyn"),
    "₽": ("rouble", "roubles", "kopeck", "kopecks"),
    "KZT": ("tenge", "tenge", "tiyn", "tiyn"),
    "USD": ("U S dollar", "U S dollars", "cent", "cents"),
    "US$": ("U S dollar", "U S dollars", "cent", "cents"),
    "EUR": ("euro", "euros", "cent", "cents"),
    "GBP": ("pound", "pounds", "penny", "pence"),
    "RUB": ("rouble", "roubles", "kopeck", "kopecks"),
}
SCALES = {
    "m": "million",
    "mn": "million",
    "bn": "billion",
    "k": "thousand",
    "K": "thousand",
    "M": "million",
    "tn": "trillion",
    "mln": "million",
    "mil": "million",
    "bln": "billion",
    "thous": "thousand",
}
_BY_LETTERS = {short.replace(" ", ""): words for short, words in UNITS.items()}


def unit_words(text: str) -> tuple[str, str]:
    """Return the word for one and for many of a unit as it is written, with or without blanks."""
    return _BY_LETTERS["".join(text.split())]
