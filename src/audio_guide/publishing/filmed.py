"""The films of a stop in sign languages as an edition has them, with the captions of its language."""

from collections.abc import Sequence

import msgspec

from audio_guide.publishing import edition as public
from audio_guide.publishing.shelf import films_of
from audio_guide.tours import films
from audio_guide.tours.films import Standing
from audio_guide.tours.phrases import plain


def filmed(found: Sequence[Standing], language: str) -> tuple[public.SignVideo, ...]:
    """Return those of a stop's films that may be shown: somebody wrote down how the signer agreed."""
    return tuple(_film(one, language) for one in found if one.film.consent)


def still_filmed(now: Sequence[Standing], former: public.Stop) -> public.Stop:
    """Return a stop that stays as it was published, without those of its films that were removed, replaced, or have no consent any more."""
    allowed = {str(one.film.files[0]["name"]) for one in now if one.film.consent}
    return with_films(former, tuple(film for film in films_of(former) if film.file.name in allowed))


def with_films(stop: public.Stop, shown: tuple[public.SignVideo, ...]) -> public.Stop:
    """Return a stop with these films and no others."""
    return msgspec.structs.replace(stop, sign_video=next(iter(shown), None), more_sign_videos=shown[1:])


def _film(standing: Standing, language: str) -> public.SignVideo:
    film = standing.film
    captions = films.captions_in(film, language)
    return public.SignVideo(
        file=public.media_file(film.files[0]),
        poster=public.media_file(film.files[1]),
        captions=public.media_file(captions) if captions is not None else None,
        language=film.language,
        signer=plain(film.signer),
        same_as_text=film.same_as_text,
        of_former_text=standing.changed,
        duration=film.seconds,
        width=film.width,
        height=film.height,
    )
