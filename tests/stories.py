"""Small tours for tests, written through the services as staff would."""

from collections.abc import Mapping

from audio_guide.house import House
from audio_guide.publishing import service as publishing
from audio_guide.tours import pictures
from audio_guide.tours import service as tours

WORDS = {
    "kk": ("Қамыс", "Әйелдер Жалаңаш көлінен қамыс орды. 1938 жылғы қаңтарда су мұздай еді.\n\nҚамыс — отын, төсеніш және құрылыс материалы болды."),
    "ru": ("Камыш", "Женщины резали камыш на озере Жаланаш. В январе 1938 года вода была ледяной.\n\nКамыш был топливом, постелью и материалом для стройки."),
    "en": ("Reed", "Women cut reeds at Lake Zhalanash. In January 1938 the water was freezing.\n\nReed was fuel, bedding and building material."),
}
CODES = ("A1B2", "C3D4", "E5F6", "G7H8")


async def write_tour(
    house: House,
    stops: int = 2,
    languages: tuple[str, ...] = ("kk", "ru", "en"),
    notes: Mapping[int, str] | None = None,
    words: Mapping[str, tuple[str, str]] = WORDS,
) -> None:
    """Write a tour of a few stops in some languages."""
    async with house.database.write() as session:
        tour = await tours.save_tour(session, "steppe", {language: {"title": f"Tour {language}", "summary": "…"} for language in languages})
        for position in range(stops):
            stop = await tours.save_stop(session, tour, CODES[position], position + 1, position)
            for language in languages:
                title, body = words[language]
                text = {"title": f"{title} {position + 1}", "body": f"{body}\n\n{title}.", "note": (notes or {}).get(position)}
                await tours.save_script(session, stop, language, **text, author="test")


async def add_picture(house: House, key: str = "reed", texts: Mapping[str, tuple[str, str]] | None = None, at: tuple[str, ...] = (), data: bytes = b"") -> str:
    """Add a picture that is one file, with its words by language, and show it at some stops; returns the file's name."""
    data = data or f"picture {key}".encode()
    name = house.media.put(data, "webp")
    files: list[dict[str, object]] = [{"name": name, "media_type": "image/webp", "bytes": len(data), "width": 900}]
    async with house.database.write() as session:
        picture = await tours.save_picture(session, key, width=900, height=600, files=files, texts=texts or {})
        for code in at:
            await pictures.show_at(session, await tours.stop_by_code(session, code), picture)
    return name


async def approve_all(house: House) -> None:
    """Approve all sound that there is."""
    async with house.database.write() as session:
        for script in await tours.scripts(session):
            await publishing.approve(session, house.voices, script, "listener")


async def publish_all(house: House, languages: tuple[str, ...] = ("kk", "ru", "en")) -> list[publishing.Receipt]:
    """Publish every tour in every language."""
    async with house.database.write() as session:
        return [
            await publishing.publish(session, house.voices, tour, language, "publisher")
            for tour in await publishing.all_tours(session)
            for language in languages
        ]
