"""The review of a tour or a stop: loads the rows at once, and lets the rules of ``checks`` look at them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from audio_guide.publishing.behind import behind
from audio_guide.publishing.checks import Finding, Place, Read, Sound, Text, check
from audio_guide.publishing.models import Approval
from audio_guide.publishing.service import stops_of
from audio_guide.publishing.wayside import lacking
from audio_guide.speech import reasons, said
from audio_guide.speech.models import Narration, Recording
from audio_guide.speech.said import Wanted
from audio_guide.speech.service import Voices
from audio_guide.tours import care, films, pictures, ways
from audio_guide.tours.listing import ScriptRow
from audio_guide.tours.models import Script, Stop, Tour, TourStop, TourText

WRITTEN = frozenset({"mixed-alphabets", "wrong-language"})
"""What is wrong with a text whoever reads it aloud."""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """What a review is made with: the rows' session and the voices in use."""

    session: AsyncSession
    voices: Voices
    languages: Sequence[str]

    async def tour(self, tour: Tour) -> tuple[Finding, ...]:
        """Review a whole tour, and name the stops that stand in no tour at all."""
        titles = frozenset(await self.session.scalars(select(TourText.language).where(TourText.tour_id == tour.id, TourText.title != "")))
        stops = await stops_of(self.session, tour.id)
        spots = await ways.spots(self.session, tour.id)
        unheard = {language: await lacking(self.session, self.voices, spots, language) for language in self.languages}
        places = [
            replace(place, ways={language: having[stop.id] for language, having in unheard.items() if stop.id in having})
            for place, stop in zip(await self.places(stops), stops, strict=True)
        ]
        return check(places, self.languages, titles) + await self.astray()

    async def stop(self, stop: Stop) -> tuple[Finding, ...]:
        """Review one stop."""
        whole = select(Stop).where(Stop.id == stop.id).options(selectinload(Stop.scripts), selectinload(Stop.notes), selectinload(Stop.pictures))
        loaded = (await self.session.scalars(whole)).all()
        in_tour = await self.session.scalar(select(TourStop.id).where(TourStop.stop_id == stop.id).limit(1)) is not None
        return check(await self.places(loaded, in_tour=in_tour), self.languages)

    async def astray(self) -> tuple[Finding, ...]:
        """Name the stops that stand in no tour."""
        query = select(Stop).where(Stop.id.not_in(select(TourStop.stop_id))).order_by(Stop.number, Stop.code)
        return tuple(Finding("no-tour", stop.code, "", stop.number) for stop in await self.session.scalars(query))

    async def places(self, stops: Sequence[Stop], *, in_tour: bool = True) -> list[Place]:
        """Return stops as the rules see them."""
        scripts = {script.id: script for stop in stops for script in stop.scripts}
        rows = await _Rows.read(self.session, scripts)
        asked = [one for one in scripts.values() if one.language in self.languages]
        lines = [ScriptRow.of(one) for one in asked]
        wanted = await said.settled(self.session, self.voices, lines)
        gaps = await self._gaps(stops)
        filmed = await films.standings(self.session, [stop.id for stop in stops])
        unconsented = await care.unconsented(self.session)
        return [
            Place(
                code=stop.code,
                number=stop.number,
                texts={language: [rows.text(script, wanted) for script in stop.scripts if script.language == language] for language in self.languages},
                notes=frozenset(note.language for note in stop.notes),
                gaps=gaps.get(stop.id, {}),
                films=[(one.film.language, kind) for one in filmed.get(stop.id, ()) for kind in one.findings],
                uncaptioned={language: films.without_captions(filmed.get(stop.id, ()), language) for language in self.languages},
                in_tour=in_tour,
                themes=bool(stop.themes),
                heard=any("heard" in forms for forms in stop.themes.values()),
                unconsented=self._named(stop, unconsented),
            )
            for stop in stops
        ]

    @staticmethod
    def _named(stop: Stop, names: Mapping[str, Sequence[str]]) -> dict[str, str]:
        """Return for each language a name in a stop's texts that nobody has agreed to yet."""
        found: dict[str, str] = {}
        for language, written in names.items():
            parts = [f"{script.title} {script.body}" for script in stop.scripts if script.language == language]
            parts += [note.text for note in stop.notes if note.language == language]
            if name := care.naming(" ".join(parts), written):
                found[language] = name
        return found

    async def _gaps(self, stops: Sequence[Stop]) -> dict[UUID, dict[str, list[tuple[str, str]]]]:
        """Return for each stop and language the pictures that may not be shown, each with its reason."""
        found: dict[UUID, dict[str, list[tuple[str, str]]]] = {}
        ids = [stop.id for stop in stops if stop.pictures]
        for language in self.languages if ids else ():
            for gap in await pictures.gaps(self.session, ids, language):
                found.setdefault(gap.stop_id, {}).setdefault(language, []).append((gap.key, gap.reason))
        return found


@dataclass(slots=True)
class _Rows:
    """What all texts of a review are judged by, read at once."""

    sounds: dict[UUID, list[Sound]]
    narrations: dict[UUID, dict[str, tuple[str, str]]]
    approvals: set[tuple[UUID, int, str]]
    late: dict[UUID, str]

    @classmethod
    async def read(cls, session: AsyncSession, scripts: Mapping[UUID, Script]) -> "_Rows":
        only = next(iter(scripts.values())).stop_id if len({script.stop_id for script in scripts.values()}) == 1 else None

        def of(table: Any, *columns: Any) -> Any:
            """Ask for columns of the rows that belong to these scripts; for a whole tour all rows are read, which is one plain pass."""
            query = select(table.script_id, *columns)
            return query if only is None else query.where(table.script_id.in_(list(scripts)))

        sounds: dict[UUID, list[Sound]] = {}
        for script_id, digest, voice, report, seconds in (
            await session.execute(of(Recording, Recording.wanted_digest, Recording.voice, Recording.report, Recording.duration))
        ).all():
            sounds.setdefault(script_id, []).append(Sound(digest, str(voice.get("quality", "")), report, seconds))
        narrations: dict[UUID, dict[str, tuple[str, str]]] = {}
        for script_id, digest, state, message in (await session.execute(of(Narration, Narration.wanted_digest, Narration.state, Narration.message))).all():
            narrations.setdefault(script_id, {})[digest] = (state, message)
        approved = (await session.execute(of(Approval, Approval.revision, Approval.wanted_digest))).all()
        approvals = {cast("tuple[UUID, int, str]", tuple(row)) for row in approved}
        return cls(sounds, narrations, approvals, await behind(session, [ScriptRow.of(one) for one in scripts.values()]))

    def text(self, script: Script, wanted: Wanted) -> Text:
        """Return a script as the rules see it; its sound is judged by the same digest as on the board."""
        human = wanted.people.get(script.id)
        by_person = human is not None and bool(human.wanted)
        digest = wanted.digests.get(script.id, "")
        misread = wanted.findings.get(script.id, ())
        return Text(
            title=script.title,
            track=script.track,
            # Of what a person has read only that is told which concerns the text itself.
            read=Read(digest, tuple(one for one in misread if not by_person or one[0] in WRITTEN)) if digest else None,
            voice_lost=reasons.kept(refused) if (refused := wanted.refused.get(script.id)) is not None else "",
            sounds=self.sounds.get(script.id, ()),
            narration=self.narrations.get(script.id, {}).get(digest),
            approved=(script.id, script.revision, digest) in self.approvals,
            source=self.late.get(script.id, ""),
            characters=len(script.title) + len(script.body),
            note_unsaid_by=human.voice.speaker if human is not None and by_person and human.unsaid_note else "",
            other_words_by=human.voice.speaker if human is not None and human.state == "changed" else "",
        )
