"""Decode what was written and look at it as a phone would hear it."""

import io
from dataclasses import dataclass

import av
import numpy as np

from audio_guide.speech.engines import Samples
from audio_guide.speech.render.level import Meter, samples_of
from audio_guide.speech.render.recipe import RenderError

MOST_DRIFT_SECONDS = 0.06
SILENT_DB = -40.0


@dataclass(frozen=True, slots=True)
class Heard:
    """What a decoded file is: its length in seconds, its power (mean square) and its true peak in dBTP."""

    seconds: float
    power: float
    true_peak: float


def listen(data: bytes, wanted_seconds: float) -> Heard:
    """Decode a file in small pieces and measure it; raises RenderError if it cannot be read, is silent, or has another length than its cues."""
    try:
        with av.open(io.BytesIO(data), "r") as container:
            stream = container.streams.audio[0]
            meter = Meter(stream.rate)
            for frame in container.decode(stream):
                meter.take(frame)
            meter.end()
            seconds = meter.samples / stream.rate
    except (av.error.FFmpegError, IndexError) as error:
        message = "The file that was written cannot be read."
        raise RenderError(message) from error
    if abs(seconds - wanted_seconds) > MOST_DRIFT_SECONDS:
        message = f"The file that was written lasts {seconds:.2f} seconds instead of {wanted_seconds:.2f}."
        raise RenderError(message)
    if not np.isfinite(meter.power) or meter.peak_db < SILENT_DB:
        message = "The file that was written is silent."
        raise RenderError(message)
    return Heard(seconds, meter.power, meter.peak_db)


def decode(data: bytes) -> tuple[Samples, int]:
    """Return all samples of a file and their rate; for tests and comparisons."""
    with av.open(io.BytesIO(data), "r") as container:
        stream = container.streams.audio[0]
        return np.concatenate([samples_of(frame) for frame in container.decode(stream)]), stream.rate
