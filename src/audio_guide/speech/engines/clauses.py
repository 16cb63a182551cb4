"""Cuts a sentence into pieces that a network voice takes in one request."""

import re

# A clause ends after a comma, semicolon, colon or dash; the mark stays with it, so that the voice hears where it pauses.
_AFTER_CLAUSE = re.compile("(?<=[,;:\u2013\u2014])\\s+")


def clauses(sentence: str, limit: int) -> tuple[str, ...]:
    """Return the sentence in pieces of at most *limit* characters, cut between clauses where that is possible, else between words."""
    pieces = [piece for clause in _AFTER_CLAUSE.split(sentence.strip()) for piece in _fold(clause, limit)]
    joined: list[str] = []
    for piece in pieces:
        if joined and len(joined[-1]) + 1 + len(piece) <= limit:
            joined[-1] += " " + piece
        else:
            joined.append(piece)
    # A piece without a letter ("»") would be refused as "nothing to say".
    return tuple(piece for piece in joined if any(character.isalnum() for character in piece))


def _fold(clause: str, limit: int) -> list[str]:
    """Cut a clause that is too long into lines of about equal length, a word that is too long into *limit* characters."""
    if len(clause) <= limit:
        return [clause]
    words = [word[start : start + limit] for word in clause.split() for start in range(0, len(word), limit)]
    aim = len(clause) / -(-len(clause) // limit)
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) < aim and len(lines[-1]) + 1 + len(word) <= limit:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines
