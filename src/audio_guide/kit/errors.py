"""Errors that people may read: a status and a sentence; each surface renders them once."""

from typing import Self


def mark(message: str) -> str:
    """Return *message* as it is; the call makes the words known to the translators, for places where they are only stored."""
    return message


class Phrase(str):
    """Words in a place of a sentence that have a translation of their own: people read *message_id* in their language, logs the words."""

    __slots__ = ("message_id",)

    def __new__(cls, words: str, message_id: str) -> Self:
        """Make it of the words and of the sentence that the catalogues know."""
        made = super().__new__(cls, words)
        made.message_id = message_id
        return made

    message_id: str


class AudioGuideError(Exception):
    """Something that a person can be told.

    *status* is the HTTP status, *message_id* an English sentence with named places that the catalogues translate, *places* fill it.
    """

    status = 500
    fields: frozenset[str]

    def __init__(self, message_id: str, **places: object) -> None:
        super().__init__(message_id.format(**places) if places else message_id)
        self.message_id = message_id
        self.places = places
        self.fields = frozenset()

    def at(self, *fields: str) -> Self:
        """Say in which fields of a form the mistake is, by their names or ids."""
        self.fields = frozenset(fields)
        return self


class BadRequestError(AudioGuideError):
    """The address asks for something that the guide does not understand or offer."""

    status = 400


class NotFoundError(AudioGuideError):
    """What was asked for is not there."""

    status = 404


class ConflictError(AudioGuideError):
    """The request does not fit what is there now."""

    status = 409


class BadInputError(AudioGuideError):
    """What was given cannot be used; the message says what to change."""

    status = 422


class UnavailableError(AudioGuideError):
    """The guide cannot do this now; trying later makes sense."""

    status = 503


class StorageFullError(AudioGuideError):
    """There is no room left on the disk."""

    status = 507


def check_length(text: str, most: int, field: str) -> None:
    """Raise BadInputError if words are too long for a field: nobody's words are cut without a word."""
    if len(text) > most:
        raise BadInputError("This has {count} characters; at most {most} fit here. Say it shorter.", count=len(text), most=most).at(field)
