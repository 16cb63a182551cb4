"""Sign in, sign out, invite, change, disable, and keep the history."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.accounts import passwords, second_factor
from audio_guide.accounts.models import ROLES, Deed, Invitation, Person, StaffSession
from audio_guide.accounts.signature import Signature
from audio_guide.accounts.tries import LONGEST_LOGIN, SignInError, normal_login, now
from audio_guide.kit.errors import AudioGuideError, BadInputError, ConflictError, NotFoundError
from audio_guide.kit.languages import FIRST
from audio_guide.kit.seal import Seal

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
TOUCH_EVERY = timedelta(seconds=60)
"""A session's last use is written at most this often, so that reading pages writes nothing."""
INVITED_FOR = timedelta(days=7)
LONGEST_NAME = 200


class ForbiddenError(AudioGuideError):
    """Whoever is signed in may not do this."""

    status = 403


@dataclass(frozen=True, slots=True)
class Member:
    """Who is signed in, for as long as one request."""

    id: UUID
    login: str
    name: str
    role: str
    languages: tuple[str, ...]
    session_id: UUID
    form_key: str
    """What every form of this session carries; it is made of the session's token, so no other session's will do."""
    ends_at: datetime
    """When the session ends, however much it is used."""

    @property
    def seconds_left(self) -> int:
        """For how long the session can last, however much it is used."""
        return max(0, int((self.ends_at - now()).total_seconds()))

    @property
    def signature(self) -> Signature:
        """What stands under words and approvals of this person."""
        return Signature(self.name, self.id)

    def may_write(self, language: str) -> bool:
        """Tell whether this person may change words of a language."""
        return self.role != "translator" or language in self.languages

    def may(self, *roles: str) -> bool:
        """Tell whether this person has one of these roles; an admin has all."""
        return self.role == "admin" or self.role in roles


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def form_key(token: str) -> str:
    """Return what forms carry for the session with this token."""
    return hashlib.sha256(b"form:" + token.encode()).hexdigest()[:32]


async def person_to_check(session: AsyncSession, login: str) -> Person | None:
    """Return whoever may sign in with this name."""
    return await session.scalar(select(Person).where(Person.login == normal_login(login), Person.active.is_(True)))


async def begin(session: AsyncSession, proven: "Proven", code: str, seal: Seal) -> tuple[str, Member]:
    """Begin a session for a person whose password was right a moment ago, if their code is right too; returns its token. Raises SignInError."""
    person = await session.get(Person, proven.person_id)
    if person is None or not person.active or person.password_hash != proven.password_hash:
        raise SignInError("The name, the password or the code is not right.").at("login", "password", "code")
    second_factor.check(person, code, seal)
    await session.execute(delete(StaffSession).where(StaffSession.ends_at < now() - ABSOLUTE))
    return await _new_session(session, person)


async def _new_session(session: AsyncSession, person: Person) -> tuple[str, Member]:
    token = secrets.token_urlsafe(32)
    row = StaffSession(person_id=person.id, token_digest=_digest(token), seen_at=now(), ends_at=now() + ABSOLUTE)
    session.add(row)
    await session.flush()  # the member knows its session's id
    return token, _member(person, row, token)


def _member(person: Person, row: StaffSession, token: str) -> Member:
    return Member(person.id, person.login, person.name, person.role, tuple(person.languages), row.id, form_key(token), row.ends_at)


async def member_of(session: AsyncSession, token: str) -> tuple[Member, bool] | None:
    """Return who is signed in with this token, and whether the session's last use should be written; None if nobody is."""
    query = select(StaffSession, Person).join(Person, Person.id == StaffSession.person_id).where(StaffSession.token_digest == _digest(token))
    found = (await session.execute(query)).first()
    if found is None:
        return None
    row, person = found
    at = now()
    if row.revoked_at is not None or not person.active or row.ends_at < at or row.ends_at > at + ABSOLUTE or row.seen_at < at - IDLE or row.seen_at > at + IDLE:
        return None
    return _member(person, row, token), row.seen_at < at - TOUCH_EVERY


async def touch(session: AsyncSession, session_id: UUID) -> None:
    """Write that a session is in use; one that was ended stays ended."""
    await session.execute(update(StaffSession).where(StaffSession.id == session_id, StaffSession.revoked_at.is_(None)).values(seen_at=now()))


async def end(session: AsyncSession, session_id: UUID) -> None:
    """Sign out."""
    await session.execute(update(StaffSession).where(StaffSession.id == session_id).values(revoked_at=now()))


async def end_token(session: AsyncSession, token: str) -> None:
    """End the session with this token, if there is one: nobody is signed in twice in one browser."""
    await session.execute(update(StaffSession).where(StaffSession.token_digest == _digest(token)).values(revoked_at=now()))


async def end_others(session: AsyncSession, member: Member) -> None:
    """End all sessions of somebody but the one in which they are."""
    others = (StaffSession.person_id == member.id, StaffSession.id != member.session_id, StaffSession.revoked_at.is_(None))
    await session.execute(update(StaffSession).where(*others).values(revoked_at=now()))


async def end_all(session: AsyncSession, person_id: UUID) -> None:
    """End all sessions of a person."""
    await session.execute(update(StaffSession).where(StaffSession.person_id == person_id, StaffSession.revoked_at.is_(None)).values(revoked_at=now()))


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is called and may do."""

    name: str
    role: str
    languages: tuple[str, ...] = ()
    active: bool = True

    def checked(self) -> "Standing":
        """Return it as it is kept; raises BadInputError."""
        if self.role not in ROLES:
            raise BadInputError("There is no role “{role}”.", role=self.role).at("role")
        if not self.name.strip() or len(self.name) > LONGEST_NAME:
            raise BadInputError("A member of staff needs a name to sign in with and a full name.").at("name")
        if self.role == "translator" and not self.languages:
            raise BadInputError("Choose at least one language for a translator.").at(f"language-{FIRST}")
        return replace(self, name=self.name.strip(), languages=self.languages if self.role == "translator" else ())


async def add_person(session: AsyncSession, login: str, standing: Standing) -> Person:
    """Add somebody to the staff without a password yet; raises BadInputError, ConflictError."""
    login, standing = normal_login(login), standing.checked()
    if not login or len(login) > LONGEST_LOGIN:
        raise BadInputError("A member of staff needs a name to sign in with and a full name.").at("login")
    if await session.scalar(select(Person.id).where(Person.login == login)):
        raise ConflictError("Somebody signs in with the name “{login}” already.", login=login).at("login")
    person = Person(login=login, name=standing.name, role=standing.role, languages=list(standing.languages), active=standing.active)
    session.add(person)
    await session.flush()  # the invitation needs its id
    return person


async def invite(session: AsyncSession, person_id: UUID) -> str:
    """Return the token of a link with which a person sets a password; older links stop working."""
    await session.execute(delete(Invitation).where(Invitation.person_id == person_id, Invitation.used_at.is_(None)))
    token = secrets.token_urlsafe(32)
    session.add(Invitation(person_id=person_id, token_digest=_digest(token), ends_at=now() + INVITED_FOR))
    return token


async def invited(session: AsyncSession, token: str) -> tuple[Invitation, Person]:
    """Return whom a link invites; raises NotFoundError."""
    query = select(Invitation, Person).join(Person, Person.id == Invitation.person_id).where(Invitation.token_digest == _digest(token))
    found = (await session.execute(query)).first()
    if found is None or found[0].used_at is not None or found[0].ends_at < now() or not found[1].active:
        raise NotFoundError("This link was used or is too old. Ask for a new one.")
    return found[0], found[1]


async def accept(session: AsyncSession, token: str, password_hash: str) -> Person:
    """Set the password with an invitation's link; all other sessions of the person end. Raises NotFoundError."""
    invitation, person = await invited(session, token)
    invitation.used_at = now()
    person.password_hash = password_hash
    await end_all(session, person.id)
    return person


async def change_password(session: AsyncSession, person_id: UUID, password_hash: str) -> tuple[str, Member]:
    """Set a new password, end all sessions and begin a new one."""
    person = await find(session, person_id)
    person.password_hash = password_hash
    await end_all(session, person.id)
    return await _new_session(session, person)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed about somebody, as the history keeps it; *place* says from what to what."""

    verb: str
    subject: str
    place: str = ""


def _changes(person: Person, standing: Standing) -> list[Change]:
    """Return what a new standing changes about a person."""
    found = []
    if person.role != standing.role:
        found.append(Change("person-role", person.login, f"{person.role}>{standing.role}"))
    if standing.role == "translator" and set(person.languages) != set(standing.languages):
        found.append(Change("person-languages", person.login, f"{','.join(person.languages)}>{','.join(standing.languages)}"))
    if person.active != standing.active:
        found.append(Change("person-enabled" if standing.active else "person-disabled", person.login))
    if person.name != standing.name:
        found.append(Change("person-renamed", f"{person.name} → {standing.name}"))
    return found


async def change_person(session: AsyncSession, person_id: UUID, standing: Standing) -> list[Change]:
    """Change what somebody may do and return what changed; whoever loses or gains something signs in again. Raises BadInputError, ConflictError."""
    person, standing = await find(session, person_id), standing.checked()
    if person.role == "admin" and (standing.role != "admin" or not standing.active):
        others = select(func.count()).select_from(Person).where(Person.role == "admin", Person.active.is_(True), Person.id != person_id)
        if not await session.scalar(others):
            raise ConflictError("This is the only admin. Make somebody else admin first.")
    changes = _changes(person, standing)
    if any(change.verb != "person-renamed" for change in changes):
        await end_all(session, person_id)
    person.name, person.role, person.languages, person.active = standing.name, standing.role, list(standing.languages), standing.active
    return changes


async def find(session: AsyncSession, person_id: UUID) -> Person:
    """Return a person; raises NotFoundError."""
    person = await session.get(Person, person_id)
    if person is None:
        raise NotFoundError("There is no such person.")
    return person


async def people(session: AsyncSession) -> Sequence[Person]:
    """Return all of the staff, whoever left last."""
    return (await session.scalars(select(Person).order_by(Person.active.desc(), Person.name))).all()


async def record(session: AsyncSession, who: str, verb: str, subject: str, language: str = "", place: str = "") -> None:  # noqa: PLR0913, PLR0917 -- a deed is that much
    """Write into the history who did what to what; *place* is the stop's code or the tour's slug."""
    session.add(Deed(person_name=who, verb=verb, subject=subject[:300], language=language, place=place[:64]))


@dataclass(frozen=True, slots=True)
class Proven:
    """Whose password was right, and the hash that it was compared with."""

    person_id: UUID
    password_hash: str


async def check_password(password: str, person: Person | None) -> Proven:
    """Tell whose password this is; takes as long if there is nobody. Raises SignInError."""
    kept = person.password_hash if person is not None else ""
    if not await passwords.matches(password, kept) or person is None:
        raise SignInError("The name, the password or the code is not right.").at("login", "password", "code")
    return Proven(person.id, kept)
