"""Whether four figures are a year or a count, by the words around them."""

import re

from audio_guide.speech.reading.en_numbers import SP

COUNTED = (
    "women|men|people|children|prisoners|inmates|wives|mothers|bricks|tons|tonnes|recordings|metres|kilometres|families|visitors|years|days|months|weeks|"
    "names|victims|soldiers|pages|books|words|letters|trees|houses|steps|more|kilograms|others|stories|hours|minutes|roubles|rubles|tenge|dollars|pounds|"
    "euros|exhibits|photographs|documents|objects|items|pieces|copies|seats|places|guests|pupils|students|workers|guards|sheep|cattle|cows|horses|hectares|"
    "square|cubic|volunteers|citizens|persons|deaths|graves|villages|volts|of them"
)
"""Before these a number of four figures is a count."""
_PLACES = (
    "houses|villages|copies|camps|languages|countries|towns|cities|places|schools|volumes|boxes|files|pages|pieces|families|hours|days|minutes|metres|words"
)
_ADJECTIVE = (
    r"(?:[a-z]+(?:al|ic|ous|ive|ful|ish|ian|ent|ary|ern)|female|male|young|old|new|other|unique|rare|different|more|small|large|separate|signed|original|"
    r"silk|wooden|silver|gold|mud|Soviet|Kazakh|Polish|Jewish|German|[A-Z][a-z]+(?:ian|ish|ese))"
)
_NO_NOUN = (
    "was|is|has|his|its|this|as|thus|perhaps|sometimes|always|across|versus|besides|does|us|towards|upwards|afterwards|brings|marks|sees|begins|starts|"
    "ends|becomes|remains|opens|closes|unless|whereas|names|shows|tells|comes|this|plus|minus|less|miss|gives|takes|makes|stands|thousands|hundreds|dozens|millions|crowds"
)
_MONTHS = r"January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?"
_COUNTED_NEXT = re.compile(rf"{SP}(?:{_ADJECTIVE}{SP})?(?:{COUNTED})\b")
_PLURAL_NEXT = re.compile(rf"{SP}(?:{_ADJECTIVE}{SP})?(?!(?:{_NO_NOUN})\b)(?:[a-z]+s|[A-Z][a-z]+(?:ians?|akhs|eks|ews|oles|erts|ns))\b(?!{SP}?(?:’|'))")
_OF_TIME = re.compile(
    rf"(?:^|[\s(“\"‘'—–])(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Tt]ill|before|Before|after|After|[Dd]uring|[Ff]rom|[Oo]f|to|and|spring|Spring|[Ss]ummer|[Aa]utumn|[Ww]inter|"
    rf"[Ee]arly|[Ll]ate|mid|[Yy]ear|between|{_MONTHS}){SP}$"
)
_FIRMLY_OF_TIME = re.compile(
    rf"(?:^|\W)(?:(?:pre|post|mid|early|late)[-\u2011]|(?:In|[Ss]ince|By|{_MONTHS}|[Yy]ear|"
    rf"(?:spring|Spring|[Ss]ummer|[Aa]utumn|[Ww]inter|[Bb]eginning|[Ss]tart|[Mm]iddle|[Ee]nd|[Hh]alf|[Qq]uarter|{_MONTHS}){SP}of){SP})$"
)
_IN = re.compile(rf"(?:^|\s)(?:in|by|before|until|during){SP}$")
_MORE = re.compile(
    rf"(?:^|\W)(?:[Oo]ver|more than|More than|[Ff]ewer than|[Ll]ess than|[Aa]t least|[Aa]s many as|[Aa] total of|[Ee]stimated|totalling|numbered|numbering|"
    rf"has|have|had|held|holds|houses|kept|keeps|contains?|contained|costs?|paid|pays?){SP}$"
)
_DETERMINER = re.compile(rf"(?:^|\W)(?:[Tt]he|[Aa]n?|[Tt]his|[Tt]hat|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[Oo]ur|[Mm]y|[Ee]ach|[Ee]very|\w+[’']s){SP}$")
_REACH = 28
_AHEAD = 60


def counts(text: str, end: int) -> bool:
    """Tell whether the number that ends at *end* counts the noun behind it."""
    after = text[end : end + _AHEAD]
    return bool(_COUNTED_NEXT.match(after) or _PLURAL_NEXT.match(after))


def is_quantity(text: str, start: int, end: int) -> bool:
    """Tell whether the four figures from *start* to *end* are a count and not a year."""
    before, after = text[max(0, start - _REACH) : start], text[end : end + _AHEAD]
    counted = _COUNTED_NEXT.match(after) is not None
    if _FIRMLY_OF_TIME.search(before):
        return False
    if _MORE.search(before):
        return True
    if _IN.search(before):
        return text[start:end].endswith("00") and re.match(rf"{SP}(?:{_PLACES})\b", after) is not None
    if _OF_TIME.search(before):
        other = re.match(rf"{SP}(?:to|and|or){SP}\d\d00(?!\d)", after)
        also = other is not None and counts(text, end + other.end())
        return (counted and re.search(rf"[Oo]f{SP}$", before) is not None) or ((counted or also) and text[start:end].endswith("00"))
    if _DETERMINER.search(before):
        return re.match(rf"{SP}(?:{COUNTED})\b", after) is not None
    return counted or _PLURAL_NEXT.match(after) is not None


def is_early_year(text: str, start: int, end: int) -> bool:
    """Tell whether a number from 1000 to 1099 is a year: only after a word of time and before nothing that it could count."""
    return _OF_TIME.search(text[max(0, start - _REACH) : start]) is not None and not counts(text, end)
