"""Why there is no sound, in the words of people's languages."""

from typing import get_args

import pytest
from tests.conftest import REPOSITORY

from audio_guide.kit.errors import StorageFullError, UnavailableError
from audio_guide.kit.i18n import Catalogues
from audio_guide.speech import reasons
from audio_guide.speech.engines import EngineError, ErrorKind
from audio_guide.speech.render import RenderError


def test_every_kind_has_a_sentence():
    """No kind of failure is without words."""
    assert set(get_args(ErrorKind)) == set(reasons.KINDS)


@pytest.mark.parametrize(
    ("error", "sentence", "more"),
    [
        (EngineError("crashed", "it fell"), reasons.STOPPED, "it fell"),
        (StorageFullError("The disk is full."), "The disk is full.", ""),
        (UnavailableError("No. {reason}", reason=reasons.phrase(EngineError("network", "503"))), reasons.KINDS["network"], "503"),
        (UnavailableError("No {thing}.", thing="voice"), reasons.UNEXPECTED, "No voice."),
        (RenderError("2 cues of 3"), reasons.UNFIT, "2 cues of 3"),
        (KeyError("a"), reasons.UNEXPECTED, "KeyError: 'a'"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_reason_is_a_known_sentence_and_what_was_said(error, sentence, more):
    """The first line is in the catalogues, the second is what somebody who looks for the fault needs."""
    assert (sentence, more) == tuple(reasons.kept(error).partition("\n")[::2])


def test_a_phrase_in_a_place_is_translated():
    """A sentence and the reason in it are shown in one language; the log has the engine's own words."""
    words = Catalogues(REPOSITORY / "locales")
    error = UnavailableError(
        "No voice can speak “{language}” now. {reason}", language="kk", reason=reasons.phrase(EngineError("model_missing", "kk_KZ is not here"))
    )
    shown = words.gettext("ru", error.message_id, **error.places)

    assert shown.endswith("Выбранный голос не установлен на этом компьютере. Установите его или выберите другой.")
    assert str(error).endswith("kk_KZ is not here")
