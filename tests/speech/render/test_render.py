"""A recording is loud as it should be, in time, whole, and checked after decoding."""

import io

import av
import numpy as np
import pytest
import webvtt

from audio_guide.publishing.checks import MOST_BURST_LU
from audio_guide.speech.engines import Engines, Utterance, WordTime
from audio_guide.speech.render import (
    Caption,
    KeptFrames,
    Layout,
    Part,
    Pauses,
    RenderError,
    Tags,
    Timing,
    master,
    master_take,
    produce,
    render,
    render_fingerprint,
    vtt,
)
from audio_guide.speech.render.encode import FORMS, encode
from audio_guide.speech.render.level import true_peak
from audio_guide.speech.render.recipe import Target
from audio_guide.speech.render.verify import decode, listen

RATE = 22050
TAGS = Tags("Тақырып", "Альбом", "Музей", "kk", track=3, comment="дауыс", chapters=("Бірінші", "Екінші", "Үшінші"))
SENTENCES = {
    "kk": ["Бұл аялдамада қамыс туралы айтылады.", "Әйелдер көлден қамыс орып, отынға жинады.", "Су мұздай суық еді, бірақ басқа отын болмады."],
    "ru": ["Здесь рассказано о камыше и озере.", "Женщины резали камыш и носили его на топливо.", "Вода была ледяной, но другого топлива не было."],
    "en": [
        "This stop tells of the reed and the lake.",
        "Women cut reeds and carried them home for fuel.",
        "The water was freezing, but there was nothing else.",
    ],
}


def speech(seconds=3.0, level=0.1, seed=1):
    """Return sound that has the rhythm of speech: harmonics in syllables, with pauses."""
    t = np.arange(int(seconds * RATE)) / RATE
    voice = sum(np.sin(2 * np.pi * 120 * k * t + k) / k for k in range(1, 12))
    syllables = np.clip(np.sin(2 * np.pi * 4 * t) + 0.4, 0, 1) * (0.7 + 0.3 * np.sin(2 * np.pi * 0.5 * t + seed))
    return (level * voice * syllables).astype(np.float32)


def sound(seconds):
    """Return made-up speech at the rate of a master."""
    return np.interp(np.arange(int(seconds * 48000)) / 48000, np.arange(int(seconds * RATE)) / RATE, speech(seconds)).astype(np.float32)


def parts(levels=(0.1,) * 4, seconds=3.0):
    """Return parts of made-up speech."""
    return [Part(Utterance(speech(seconds, level, number), RATE), number // 2, 36) for number, level in enumerate(levels)]


def referee(data):
    """Return integrated loudness, true peak and by how much the loudest moment stands out from the usual ones, as FFmpeg's own meter has them."""
    graph = av.filter.Graph()
    with av.open(io.BytesIO(data)) as container:
        stream = container.streams.audio[0]
        source = graph.add_abuffer(sample_rate=stream.rate, format=stream.codec_context.format.name, layout="mono", time_base=stream.time_base)
        meter, sink = graph.add("ebur128", "metadata=1:peak=true"), graph.add("abuffersink")
        graph.link_nodes(source, meter, sink)
        graph.configure()
        loud, peak, moments = 0.0, 0.0, []
        for frame in [*container.decode(stream), None]:
            graph.push(frame)
            while True:
                try:
                    got = graph.pull()
                except (av.error.BlockingIOError, av.error.EOFError):
                    break
                said = dict(got.metadata)
                loud = float(said.get("lavfi.r128.I", loud))
                moments += [float(said["lavfi.r128.M"])] if float(said.get("lavfi.r128.M", -70)) > -45 else []
                peak = max([peak, *(float(value) for key, value in said.items() if "true_peak" in key)])
    return loud, 20 * np.log10(peak), max(moments) - np.median(moments)


@pytest.mark.parametrize("levels", [(0.1,) * 4, (0.003,) * 4, (0.5,) * 4, (0.3, 0.05, 0.15, 0.1), (0.1,)], ids=["plain", "quiet", "hot", "uneven", "short"])
def test_both_files_are_at_the_mark(levels):
    """Whatever comes in, both files decode to −19 LUFS ± 0.5 and stay below −1 dBTP, by FFmpeg's own meter."""
    for file in render(parts(levels), TAGS).files:
        loud, peak, _ = referee(file.data)

        assert abs(loud + 19) <= 0.5
        assert peak <= -1.0


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_real_speech(language):
    """Espeak's speech in each language passes its checks, and every word's time lies in its sentence."""
    engines = Engines({})
    voice = engines.voice(f"espeak:{language}")
    spoken = [engines.get("espeak").synth(text, voice, language) for text in SENTENCES[language]]
    made = render([Part(one, 0, len(text)) for one, text in zip(spoken, SENTENCES[language], strict=True)], TAGS)

    measured = [referee(file.data) for file in made.files]
    heard = [loud for loud, _, _ in measured]

    assert [abs(loud + 19) <= 0.5 for loud in heard] == [True, True]
    assert [abs(loud - made.report[f"{file.suffix}_lufs"]) <= 0.2 for loud, file in zip(heard, made.files, strict=True)] == [True, True]
    assert [abs(stands_out - made.report["burst_lu"]) <= 1.5 for _, _, stands_out in measured] == [True, True]
    assert made.report["burst_lu"] < MOST_BURST_LU
    assert all(timing.start <= word.start <= timing.end for timing in made.timings for word in timing.words)
    assert all(timing.words for timing in made.timings)


def test_a_sudden_shout_is_measured():
    """A person who shouts in the middle of quiet words stands out by as much as FFmpeg's own meter says; a clap does not, since the limiter takes it."""
    quiet, loud = speech(12.0), 0.3 * np.sin(2 * np.pi * 700 * np.arange(RATE) / RATE).astype(np.float32)
    clap = np.zeros(RATE, np.float32)
    clap[:200] = np.random.default_rng(3).uniform(-1, 1, 200)
    bursts = []
    for between in (loud, clap):
        read = np.concatenate([quiet, between, quiet])
        seconds = len(read) / RATE
        made = master_take(Layout(read, RATE, (Timing(0.0, seconds),), ((0, 0.0),)))
        produced = produce(made, FORMS[0], TAGS)
        bursts.append((made.burst, referee(produced.file.data)[2]))

    assert [abs(said - found) <= 1.5 for said, found in bursts] == [True, True]
    assert bursts[0][0] > MOST_BURST_LU > bursts[1][0]


def test_sentences_sound_when_their_cues_say():
    """A sentence's onset in the decoded files is within 30 milliseconds of its cue."""
    burst = np.concatenate([np.sin(2 * np.pi * 440 * np.arange(int(1.2 * RATE)) / RATE).astype(np.float32) * 0.3])
    made = render([Part(Utterance(burst, RATE), number, 0) for number in range(6)], TAGS)
    for file in made.files:
        sound, rate = decode(file.data)
        loud = np.abs(sound) > 0.05
        for timing in made.timings:
            around = np.flatnonzero(loud[int((timing.start - 0.2) * rate) : int((timing.start + 0.3) * rate)])

            assert abs(around[0] / rate - 0.2) <= 0.03


def test_sentences_are_levelled_to_each_other():
    """Sentences that differ by 6 dB come closer by up to 3 dB each."""
    made = render(parts((0.2, 0.1, 0.2, 0.1)), TAGS)
    sound, rate = decode(made.files[0].data)
    levels = [20 * np.log10(np.sqrt(np.mean(sound[int(t.start * rate) : int(t.end * rate)] ** 2))) for t in made.timings]

    assert max(levels) - min(levels) < 2


def test_silence_around_sentences_is_replaced_by_our_pauses():
    """Silence that a voice leaves at the ends is cut, and words keep their places."""
    padded = np.concatenate([np.zeros(RATE, np.float32), speech(2.0), np.zeros(RATE, np.float32)])
    made = render([Part(Utterance(padded, RATE, (WordTime(0, 1.1),)), 0, 20)], TAGS, Pauses(head=0.25, tail=0.6))

    assert abs(made.duration - (0.25 + 2.0 + 0.6)) < 0.2
    assert abs(made.timings[0].words[0].start - 0.25 - 0.1) < 0.15


def test_the_mp3_has_a_constant_bit_rate_and_tags():
    """The MP3 is CBR 64 kb/s mono, and title, artist, language and chapters can be read back from both files."""
    made = render(parts(), TAGS)
    mp3, webm = made.files
    assert ("audio/mpeg", "audio/webm") == (mp3.media_type, webm.media_type)
    with av.open(io.BytesIO(mp3.data)) as container:
        stream = container.streams.audio[0]
        sizes = {packet.size for packet in container.demux(stream) if packet.size}
        assert (64000, 1, 48000, {192}) == (stream.bit_rate, stream.channels, stream.rate, sizes)
        assert ("Тақырып", "kaz") == (container.metadata["title"], container.metadata["language"])
    for file in made.files:
        with av.open(io.BytesIO(file.data)) as container:
            assert ["Бірінші", "Екінші"] == [chapter["metadata"]["title"] for chapter in container.chapters()]


def test_the_same_sentences_give_the_same_bytes():
    """Rendering is reproducible, so a second worker's files are the same files."""
    assert [file.data for file in render(parts(), TAGS).files] == [file.data for file in render(parts(), TAGS).files]


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (np.zeros(RATE * 2, np.float32), "Sentence 2 is silent"),
        (np.full(RATE * 2, np.nan, np.float32), "broken sound for sentence 2"),
        (speech(60.0), "Sentence 2 has 36 letters in"),
    ],
)
def test_a_bad_sentence_is_named(bad, says):
    """Silence, broken samples and a voice that loops are refused with the number of the sentence."""
    with pytest.raises(RenderError, match=says):
        render([*parts((0.1,)), Part(Utterance(bad, RATE), 0, 36)], TAGS)


def test_nothing_to_say_is_refused():
    """A recording without sentences is refused."""
    with pytest.raises(RenderError, match="nothing to say"):
        render([], TAGS)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.suffix)
def test_a_damaged_file_does_not_pass(form):
    """A file that is cut off, silent or not sound at all is caught by listening to it."""
    good = encode(sound(6.0), form)
    listen(good, 6.0)
    silent = encode(np.zeros(48000 * 6, np.float32), form)

    for data in (good[: len(good) // 2], silent, b"not sound"):
        with pytest.raises(RenderError):
            listen(data, 6.0)


@pytest.mark.parametrize("seed", range(5))
def test_true_peak_agrees_with_ffmpeg(seed):
    """Our quick look between the samples agrees with FFmpeg's meter within 0.2 dB."""
    noise = np.random.default_rng(seed).normal(0, 0.2, RATE * 2).astype(np.float32)
    smooth = np.convolve(noise, np.hanning(8) / 4, "same").astype(np.float32)
    sound = smooth / np.abs(smooth).max() * 0.9
    out = io.BytesIO()
    with av.open(out, "w", format="wav") as container:
        stream = container.add_stream("pcm_f32le", rate=RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray(sound[None], format="flt", layout="mono")
        frame.sample_rate = RATE
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)

    assert abs(true_peak(sound) - referee(out.getvalue())[1]) < 0.2


def test_the_fingerprint_changes_with_what_shapes_the_sound():
    """Other pauses or another level make recordings out of date, the same ones do not."""
    first = render_fingerprint(Pauses(), Target())

    assert first == render_fingerprint(Pauses(), Target())
    assert first not in {render_fingerprint(Pauses(sentence=0.6), Target()), render_fingerprint(Pauses(), Target(lufs=-16))}


def test_captions_are_valid_webvtt():
    """Captions with marks that WebVTT gives a meaning are read back as the words they are."""
    text = vtt([Caption("s1", 0.25, 2.5, "a < b & c --> d", ((0, 0.25), (4, 1.0))), Caption("s2", 3661.0, 3662.5, "Екінші")])
    read = webvtt.from_string(text)

    assert ["00:00:00.250", "01:01:01.000"] == [caption.start for caption in read]
    assert ["s1", "s2"] == [caption.identifier for caption in read]
    assert "-->" not in text.split("\n")[4]


def test_only_the_changed_sentence_is_encoded_again(tmp_path):
    """After one changed sentence all other segments are found among the kept frames, and the file is the one that encoding everything would give."""
    kept = KeptFrames(tmp_path)
    before = [Part(Utterance(speech(3.0, 0.1, number), RATE), number // 4, 36) for number in range(12)]
    after = list(before)
    after[5] = Part(Utterance(speech(3.7, 0.1, 99), RATE), 1, 40)
    for form in FORMS:
        produce(master(before), form, TAGS, kept)
    known = set(tmp_path.glob("frames/*"))
    again = [produce(master(after), form, TAGS, kept).file.data for form in FORMS]

    new = set(tmp_path.glob("frames/*")) - known
    assert 6 * len(FORMS) <= len(known)
    assert len(new) <= len(known) / 6
    assert [produce(master(after), form, TAGS).file.data for form in FORMS] == again


def test_a_sentence_more_moves_no_cut_of_other_paragraphs():
    """Segments have three sentences and begin anew with each paragraph: after one more sentence all of them but its own paragraph's are cut where they were."""
    before = [Part(Utterance(speech(3.0, 0.1, number), RATE), number // 5, 36) for number in range(15)]
    after = [*before[:6], Part(Utterance(speech(3.0, 0.1, 99), RATE), 1, 36), *before[6:]]
    cuts, more = master(before).cuts, master(after).cuts

    assert (5, 5) == (len(cuts), len(more))
    assert cuts[:3] == more[:3]
    assert 1 == len({there - here for here, there in zip(cuts[3:], more[3:], strict=True)})


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.suffix)
def test_segments_sound_like_one_encoding(form):
    """A file of many segments is as near to its master as one that was encoded in one go, is quiet where it was cut, and is not shifted by a sample."""
    engines = Engines({})
    spoken = [
        (engines.get("espeak").synth(text, engines.voice(f"espeak:{language}"), language), len(text)) for language, texts in SENTENCES.items() for text in texts
    ]
    made = master([Part(utterance, number // 3, length) for number, (utterance, length) in enumerate(spoken)])
    cut, whole = encode(made.samples, form, cuts=made.cuts), encode(made.samples, form)
    heard, rate = decode(cut)

    assert (48000, len(made.samples)) == (rate, len(heard))
    assert noise(heard, made.samples) < noise(decode(whole)[0], made.samples) * 1.1
    for at in made.cuts:
        assert np.abs(heard[at - 1000 : at + 3000]).max() < 0.001
    middle = slice(48000, 96000)
    lags = range(-200, 201, 4)
    assert 0 == max(lags, key=lambda lag: float(np.dot(heard[middle.start + lag : middle.stop + lag], made.samples[middle])))


def noise(heard, meant):
    """Return the power of what a codec changed."""
    return float(np.mean(np.square(heard - meant)))


def test_damaged_frames_count_as_missing(tmp_path):
    """A kept segment that a disk has damaged is encoded again."""
    kept = KeptFrames(tmp_path)
    good = produce(master(parts()), FORMS[0], TAGS, kept).file.data
    for path in tmp_path.glob("frames/*"):
        path.write_bytes(path.read_bytes()[:-9] + b"123456789")

    assert good == produce(master(parts()), FORMS[0], TAGS, kept).file.data
