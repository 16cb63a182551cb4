"""From spoken sentences to files: trimmed, levelled, joined with our own pauses, encoded, decoded again and checked.

Samples are mono float32 in −1…1, times are seconds, levels are LUFS as EBU R 128 reads a mono file (−19 here is what −16 is in stereo) and dBTP.
"""

from audio_guide.speech.render.cache import SentenceCache, sentence_key
from audio_guide.speech.render.captions import Caption, vtt
from audio_guide.speech.render.encode import FORMS, Form
from audio_guide.speech.render.kept import KeptFrames
from audio_guide.speech.render.layout import Layout
from audio_guide.speech.render.recipe import EncodedFile, Part, Pauses, Rendered, RenderError, Tags, Target, Timing
from audio_guide.speech.render.studio import Master, Produced, master, master_take, produce, render, render_fingerprint, together

__all__ = [
    "FORMS",
    "Caption",
    "EncodedFile",
    "Form",
    "KeptFrames",
    "Layout",
    "Master",
    "Part",
    "Pauses",
    "Produced",
    "RenderError",
    "Rendered",
    "SentenceCache",
    "Tags",
    "Target",
    "Timing",
    "master",
    "master_take",
    "produce",
    "render",
    "render_fingerprint",
    "sentence_key",
    "together",
    "vtt",
]
