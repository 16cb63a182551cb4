"""An edition in other letters: the same edition read through a table, never published by itself and spoken by the same sound."""

from typing import TypeVar

import msgspec

from audio_guide.kit.latin import latin, latin_with_places
from audio_guide.publishing.edition import Edition, OtherNames, Paragraph, Phrase, Picture, Sentence, SignVideo, Stop, Track, Word

T = TypeVar("T", Word, Phrase)


def in_latin(edition: Edition, language: str) -> Edition:
    """Return a Kazakh edition in Latin letters; every offset points to the same words as before."""
    return msgspec.structs.replace(
        edition,
        language=language,
        title=latin(edition.title),
        summary=latin(edition.summary),
        about=latin(edition.about),
        stops=tuple(map(_stop, edition.stops)),
        names=tuple(map(_names, edition.names)),
    )


def _stop(stop: Stop) -> Stop:
    return msgspec.structs.replace(
        stop,
        title=latin(stop.title),
        content_note=latin(stop.content_note),
        tracks=tuple(map(_track, stop.tracks)),
        pictures=tuple(map(_picture, stop.pictures)),
        sign_video=_film(stop.sign_video) if stop.sign_video is not None else None,
        more_sign_videos=tuple(map(_film, stop.more_sign_videos)),
        way=msgspec.structs.replace(way, text=latin(way.text), step_free=latin(way.step_free)) if (way := stop.way) is not None else None,
    )


def _film(film: SignVideo) -> SignVideo:
    return msgspec.structs.replace(film, signer=latin(film.signer))


def _names(names: OtherNames) -> OtherNames:
    """Return a name in Latin letters; whoever types it in Cyrillic ones finds it too."""
    return OtherNames(written=latin(names.written), others=(names.written, *names.others))


def _picture(picture: Picture) -> Picture:
    return msgspec.structs.replace(picture, alt=latin(picture.alt), credit=latin(picture.credit))


def _track(track: Track) -> Track:
    return msgspec.structs.replace(track, paragraphs=tuple(map(_paragraph, track.paragraphs)))


def _paragraph(paragraph: Paragraph) -> Paragraph:
    text, places = latin_with_places(paragraph.text)
    sentences = tuple(_sentence(sentence, places) for sentence in paragraph.sentences)
    # A phrase in Cyrillic letters is now read like the text around it; one in Latin letters is what it was.
    stays = (phrase for phrase in paragraph.phrases if latin(words := paragraph.text[phrase.text_from : phrase.text_to]) == words)
    return msgspec.structs.replace(paragraph, text=text, sentences=sentences, phrases=tuple(_moved(phrase, places) for phrase in stays))


def _sentence(sentence: Sentence, places: list[int]) -> Sentence:
    words = tuple(_moved(word, places) for word in sentence.words)
    return msgspec.structs.replace(sentence, text_from=places[sentence.text_from], text_to=places[sentence.text_to], words=words)


def _moved(part: T, places: list[int]) -> T:
    return msgspec.structs.replace(part, text_from=places[part.text_from], text_to=places[part.text_to])
