"""Why there is no sound, as people read it in their language; what an engine itself says stands below it, in English."""

from collections.abc import Mapping

from audio_guide.kit.errors import AudioGuideError, Phrase, mark
from audio_guide.speech.engines import EngineError
from audio_guide.speech.render import RenderError

UNEXPECTED = mark("Something unexpected stopped this recording. Try again; if it happens again, show these words to whoever set up the guide.")
STOPPED = mark("The voice stopped working while it spoke. Try again, or choose another voice.")
UNFIT = mark("The sound that was made cannot be used. Try again, or choose another voice.")
GIVEN_UP = mark("This was tried several times and did not work. Try again later, or choose another voice.")
NO_VOICE = mark("No voice is chosen for this language. Choose one that speaks it.")
KINDS: Mapping[str, str] = {
    "unsupported_language": mark("The voice that is chosen does not speak this language. Choose another one."),
    "bad_text": mark("The voice cannot say this text. Change it, or choose another voice."),
    "rate_limited": mark("The service of the voice asks to wait. It is tried again by itself."),
    "auth": mark("The service of the voice refuses this machine. Choose another voice."),
    "network": mark("The service of the voice cannot be reached: there is no network, or it does not answer. Connect this machine, or choose another voice."),
    "model_missing": mark("The voice that is chosen is not installed on this machine. Install it, or choose another one."),
    "empty_audio": mark("The voice gave no sound for a sentence. Try again, or choose another voice."),
    "crashed": STOPPED,
    "unavailable": mark("The program of the voice is not installed on this machine, or does not work. Choose another voice."),
}
"""A sentence for every kind of EngineError."""


def phrase(error: EngineError) -> Phrase:
    """Return why an engine cannot speak, for a place in another sentence."""
    return Phrase(str(error), KINDS[error.kind])


def kept(error: Exception) -> str:
    """Return a reason as rows keep it: a sentence that the catalogues know, and on the next line what was said in English."""
    if isinstance(error, EngineError):
        return f"{KINDS[error.kind]}\n{error}"
    if isinstance(error, AudioGuideError):
        reason = error.places.get("reason")
        if isinstance(reason, Phrase):
            return f"{reason.message_id}\n{reason}"
        return error.message_id if not error.places else f"{UNEXPECTED}\n{error}"
    if isinstance(error, RenderError):
        return f"{UNFIT}\n{error}"
    return f"{UNEXPECTED}\n{type(error).__name__}: {error}"


def given_up(reason: str) -> str:
    """Return why something is not tried any more, of the reason that was kept at its last try."""
    _, _, said = reason.partition("\n")
    return f"{GIVEN_UP}\n{said}" if said else GIVEN_UP


def plain(reason: str) -> str:
    """Return a kept reason in one line."""
    return reason.replace("\n", " ")
