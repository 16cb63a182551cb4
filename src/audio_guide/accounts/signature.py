"""Whose name stands under words and approvals: people are told apart by their ids, since two may have one name and one may be renamed."""

from collections.abc import Iterable
from typing import Self
from uuid import UUID


class Signature(str):
    """A name as it is shown, with the id of the person who signed; the command line and rows of before ids have the name alone."""

    __slots__ = ("person_id",)
    person_id: UUID | None

    def __new__(cls, name: str, person_id: UUID | None) -> Self:
        """Make it of the name of now and of the person's id."""
        made = super().__new__(cls, name)
        made.person_id = person_id
        return made


def id_of(name: str) -> UUID | None:
    """Return the id of the person who signed with this name, or None where only the name is known."""
    return name.person_id if isinstance(name, Signature) else None


def signed(by: str, rows: Iterable[tuple[str, UUID | None]]) -> bool:
    """Tell whether *by* is among those who signed: by the id where both have one, else by the name; rows that nobody signed count for nobody."""
    mine = id_of(by)
    return any(mine == theirs if mine is not None and theirs is not None else bool(name) and name == by for name, theirs in rows)
