"""Change fields that several people may write at once: what somebody else saved meanwhile is never written over."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from audio_guide.kit.errors import ConflictError, mark
from audio_guide.tours.service import tidy

CHANGED = mark("Somebody saved other words here while you were writing. Yours are kept below; compare both and save again.")


class FieldsChangedError(ConflictError):
    """Somebody else saved other words meanwhile; *fields* names where."""

    def __init__(self, fields: Collection[str], message_id: str = CHANGED) -> None:
        super().__init__(message_id)
        self.fields = frozenset(fields)


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody typed into a field, and what stood there when their page was made."""

    seen: str
    typed: str

    @property
    def touched(self) -> bool:
        """Whether anything was typed that did not stand there."""
        return tidy(self.typed) != tidy(self.seen)

    def onto(self, now: str) -> str | None:
        """Return what the field holds after the change, or None if somebody else changed it otherwise."""
        seen, typed = tidy(self.seen), tidy(self.typed)
        if not self.touched:
            return now
        return typed if now in {seen, typed} else None


def after(changes: Mapping[str, Change], now: Mapping[str, str]) -> dict[str, str]:
    """Return what each field holds after the changes; raises FieldsChangedError where somebody else changed one otherwise."""
    found = {name: change.onto(now[name]) for name, change in changes.items()}
    if clashes := [name for name, value in found.items() if value is None]:
        raise FieldsChangedError(clashes)
    return {name: value for name, value in found.items() if value is not None}


def touched(changes: Mapping[str, Change]) -> dict[str, str]:
    """Return what was typed; what was not touched is shown as it is now, or sending the page again would undo what others saved."""
    return {name: change.typed for name, change in changes.items() if change.touched}
