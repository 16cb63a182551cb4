"""Loudness and peaks: measured by FFmpeg's EBU R 128 meter, brought to the mark by one gain and a limiter.

The meter reads a recording once. After that the same recording, limited, encoded or decoded, is known by its power against that reading:
the words and their pauses are the same, so the loudness moves by as many LU as the power moves by dB (``tests/speech/render`` holds both against the meter).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import av
import numpy as np
from av.filter import Graph
from numpy.lib.stride_tricks import sliding_window_view

from audio_guide.speech.engines import Samples

BLOCK = 1 << 15
INTEGRATED = "lavfi.r128.I"
NOTHING = -70.0
"""What the meter says of silence."""
LOUD = 10 ** (-5 / 20)
"""Peaks between samples are looked for only around samples louder than this; speech rises by less than 4 dB between two samples."""
OVERSAMPLING = 4
TAPS = 24
MOMENT_MS, STEP_MS = 400, 100
"""A moment as the EBU R 128 meter has it, and how often it is looked at."""
PAUSE = 10 ** (-45 / 10)
"""A moment of less power than this lies between words."""


def frames(samples: Samples, rate: int) -> Iterator[av.AudioFrame]:
    """Hand sound to FFmpeg in blocks."""
    for start in range(0, len(samples), BLOCK):
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[None, start : start + BLOCK]), format="flt", layout="mono")
        frame.sample_rate = rate
        frame.pts = start
        yield frame


def _run(graph: Graph, given: Iterable[av.AudioFrame]) -> Iterator[av.AudioFrame]:
    """Push frames and the end through a graph and give what comes out."""
    for frame in chain(given, [None]):
        graph.push(frame)
        while True:
            try:
                yield graph.pull()  # type: ignore[misc]
            except (av.error.BlockingIOError, av.error.EOFError):
                break


def _graph(rate: int, sample_format: str, *filters: tuple[str, str]) -> Graph:
    graph = Graph()
    nodes = [graph.add_abuffer(sample_rate=rate, format=sample_format, layout="mono")]
    nodes += [graph.add(name, options) for name, options in filters]
    nodes.append(graph.add("abuffersink"))
    graph.link_nodes(*nodes)
    graph.configure()
    return graph


def loudness(samples: Samples, rate: int) -> float:
    """Return the integrated loudness of mono sound in LUFS; −inf if nothing is loud enough to count."""
    last = float("-inf")
    for frame in _run(_graph(rate, "flt", ("ebur128", "metadata=1")), frames(samples, rate)):
        last = float(frame.metadata.get(INTEGRATED, last))
    return last if last > NOTHING else float("-inf")


def power_of(samples: Samples) -> float:
    """Return the mean square of sound."""
    return float(np.dot(samples, samples)) / max(len(samples), 1)


def burst(samples: Samples, rate: int) -> float:
    """Return by how many LU the loudest moment of a mastered recording stands out from its usual ones; pauses do not count.

    A moment is as loud as a tone of 1 kHz of its power. The whole is no measure: one shout carries its loudness away, and the words before it stay quiet.
    """
    step = rate * STEP_MS // 1000
    steps = samples[: len(samples) // step * step].reshape(-1, step)
    powers = np.einsum("ij,ij->i", steps, steps, dtype=np.float64) / step
    if len(powers) < MOMENT_MS // STEP_MS:
        return 0.0
    moments = np.convolve(powers, np.full(MOMENT_MS // STEP_MS, STEP_MS / MOMENT_MS), "valid")
    heard = 10 * np.log10(moments[moments > PAUSE])
    return float(heard.max() - np.median(heard)) if len(heard) else 0.0


@dataclass(frozen=True, slots=True)
class Gauge:
    """A recording's loudness in LUFS at a known power (mean square)."""

    lufs: float
    power: float

    def read(self, power: float) -> float:
        """Return the loudness in LUFS of the same recording at another power."""
        return self.lufs + 10 * float(np.log10(power / self.power)) if power > 0 else float("-inf")


def limit(samples: Samples, rate: int, wanted_rate: int, gain_db: float, ceiling_db: float) -> Samples:
    """Return the sound *gain_db* louder at *wanted_rate* with its sample peaks below *ceiling_db*."""
    filters = [
        ("volume", f"volume={gain_db:.4f}dB:precision=double"),
        ("aresample", f"{wanted_rate}"),
        ("alimiter", f"limit={10 ** (ceiling_db / 20):.6f}:attack=5:release=60:level=false:latency=true"),
        ("aformat", "sample_fmts=flt:channel_layouts=mono"),
    ]
    out = np.empty(len(samples) * wanted_rate // rate + wanted_rate, np.float32)
    at = 0
    for frame in _run(_graph(rate, "flt", *filters), frames(samples, rate)):
        block = frame.to_ndarray().reshape(-1)
        out[at : at + len(block)] = block
        at += len(block)
    return out[:at]


def samples_of(frame: av.AudioFrame) -> Samples:
    """Return a mono frame's samples as float32."""
    block = frame.to_ndarray().reshape(-1)
    scale = float(1 << (8 * block.dtype.itemsize - 1)) if block.dtype.kind == "i" else 1.0
    return (block / scale).astype(np.float32) if scale > 1 else block.astype(np.float32, copy=False)


class Meter:
    """Measures power and true peak of sound that arrives in frames, a second at a time, and keeps none of it."""

    def __init__(self, rate: int) -> None:
        self._waiting = av.AudioFifo()
        self._before = np.empty(0, np.float32)
        self._rate = rate
        self.samples = 0
        self._squares = 0.0
        self.peak_db = float("-inf")

    def take(self, frame: av.AudioFrame) -> None:
        """Take one more frame and measure when a second is full."""
        frame.pts = None
        self._waiting.write(frame)
        if self._waiting.samples >= self._rate:
            self._look(self._waiting.read(self._rate))

    def end(self) -> None:
        """Measure what is still waiting."""
        if self._waiting.samples:
            self._look(self._waiting.read(0, partial=True))

    @property
    def power(self) -> float:
        """The mean square of all that was taken."""
        return self._squares / max(self.samples, 1)

    def _look(self, second: av.AudioFrame | None) -> None:
        """Measure about a second of sound, looking for its peak with a little of the second before."""
        if second is None:
            return
        block = samples_of(second)
        joined = np.concatenate([self._before, block])
        self.peak_db = max(self.peak_db, true_peak(joined))
        self._before = joined[-2 * TAPS :]
        self._squares += float(np.dot(block, block))
        self.samples += len(block)


def _kernels() -> Samples:
    """Return the windowed sinc filters that give the sound between two samples, one row a phase."""
    offsets = np.arange(-TAPS // 2 + 1, TAPS // 2 + 1)
    rows = [np.sinc(offsets - phase / OVERSAMPLING) * np.kaiser(TAPS + 2, 6.0)[1:-1] for phase in range(1, OVERSAMPLING)]
    return np.array([row / row.sum() for row in rows], np.float32)


_KERNELS = _kernels()


def true_peak(samples: Samples) -> float:
    """Return the true peak in dBTP: the highest value between the samples, by fourfold oversampling where the sound is loud."""
    heights = np.abs(samples)
    peak = float(heights.max(initial=0.0))
    if peak == 0.0:
        return float("-inf")
    near = heights >= (LOUD if peak >= LOUD else peak * 0.8)
    near[:-1] |= near[1:]
    if len(samples) >= TAPS:  # a window that hangs over the edge would see a step that is not in the sound
        windows = sliding_window_view(samples, TAPS)
        starts = np.flatnonzero(near[TAPS // 2 - 1 : len(samples) - TAPS // 2])
        for chunk in np.array_split(starts, len(starts) // 20_000 + 1):
            peak = max(peak, float(np.abs(windows[chunk] @ _KERNELS.T).max(initial=0.0)))
    return float(20 * np.log10(peak))
