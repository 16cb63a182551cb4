"""Load the ALZHIR tour; running it again changes only what differs from the files."""

import asyncio
import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.media import MediaStore
from audio_guide.tours import care, naming, origins, writing
from audio_guide.tours import service as tours
from audio_guide.tours.models import Picture, Stop

FOLDER = Path(__file__).parent / "alzhir"
LANGUAGES = ("kk", "ru", "en")
AUTHOR = "demo"


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


async def load(session: AsyncSession, media: MediaStore) -> None:
    """Load tour, names, pictures and stops in the caller's transaction."""
    about = _read("tour.toml")
    texts = {language: {key: about[key][language] for key in ("title", "summary", "about")} for language in LANGUAGES}
    tour = await tours.save_tour(session, about["slug"], texts)
    for row in _read("names.toml")["name"]:
        await naming.save_name(session, row["id"], row["kind"], {language: row[language] for language in LANGUAGES if language in row})
    pictures = {row["id"]: await _picture(session, media, row) for row in _read("pictures.toml")["picture"]}
    for position, path in enumerate(sorted((FOLDER / "stops").glob("*.toml"))):
        row = _read(f"stops/{path.name}")
        stop = await tours.save_stop(session, tour, row["code"], row["number"], position)
        for language in LANGUAGES:
            words = row[language]
            await tours.save_script(session, stop, language, title=words["title"], body=words["text"], author=AUTHOR, note=words.get("content_note", ""))
        care.set_themes(stop, row.get("themes", {}))
        await _mark_passage(session, stop, row.get("passage"))
        await tours.place_pictures(session, stop, [pictures[key] for key in row.get("pictures", ())])


async def _mark_passage(session: AsyncSession, stop: Stop, numbers: list[int] | None) -> None:
    """Mark the paragraphs from one number to another, which the first language of the house names."""
    script = await writing.script_of(session, stop, LANGUAGES[0])
    if numbers is None or script is None:
        return
    names = [paragraph.name for paragraph in await origins.paragraphs_of(session, script)]
    care.set_passage(stop, names[numbers[0] - 1], names[numbers[1] - 1], names)


async def _picture(session: AsyncSession, media: MediaStore, row: dict[str, Any]) -> Picture:
    """Put a drawing's sizes into the store and remember them; the smaller one stands beside the larger as ``name-600``."""
    large = FOLDER / row["file"]
    small = large.with_name(f"{large.stem}-600{large.suffix}")
    files: list[dict[str, object]] = []
    for path, width in ((large, row["width"]), (small, row["width"] // 2)):
        data = path.read_bytes()
        name = await asyncio.to_thread(media.put, data, path.suffix[1:])
        files.append({"name": name, "media_type": "image/webp", "bytes": len(data), "width": width})
    texts = {language: (row["alt"][language], row["credit"][language]) for language in LANGUAGES}
    picture = await tours.save_picture(session, row["id"], width=row["width"], height=row["height"], files=files, texts=texts)
    picture.consent, picture.people = picture.consent or row["credit"]["en"], picture.people or "nobody"
    return picture
