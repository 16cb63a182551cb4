"""Turns an MP3 that a network voice answered with into samples."""

import io

import av
import av.error
import numpy as np

from audio_guide.speech.engines import EngineError, Samples


def decode_mp3(data: bytes, rate: int) -> Samples:
    """Return the sound of an MP3 as mono float32 samples at *rate* Hz; raises EngineError("empty_audio") if there is none."""
    pieces: list[Samples] = []
    resampler = av.AudioResampler(format="flt", layout="mono", rate=rate)
    try:
        with av.open(io.BytesIO(data), mode="r", format="mp3") as container:
            for frame in container.decode(audio=0):
                pieces.extend(_flat(part) for part in resampler.resample(frame))
            pieces.extend(_flat(part) for part in resampler.resample(None))
    except (av.error.FFmpegError, IndexError) as error:
        message = "The voice service answered with something that is not sound."
        raise EngineError("empty_audio", message) from error
    samples = np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.float32)
    if not samples.any():
        message = "The voice service answered with silence."
        raise EngineError("empty_audio", message)
    return np.clip(samples, np.float32(-1), np.float32(1))


def _flat(frame: av.AudioFrame) -> Samples:
    """Return a mono frame as one row of samples."""
    return frame.to_ndarray().reshape(-1).astype(np.float32)
