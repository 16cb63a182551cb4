"""What changed between two texts of an exhibit script, and what comes of two people editing one text."""

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio_guide.tours.compare import Change, Conflict, Merged, merge, word_changes

WORDS = ("Домбыра", "қобыз", "ән", "музей", "зал", "song", "string", "hall", "1836", "г", "және")
GAPS = (" ", ". ", "! ", "… ", ", ", "\n\n", ".\n\n", ".\n", "\r\n\r\n", " \n \n ")


@st.composite
def scripts(draw: st.DrawFn) -> str:
    """Texts of few words, so that two of them have much in common."""
    return "".join(draw(st.sampled_from(WORDS)) + draw(st.sampled_from(GAPS)) for _ in range(draw(st.integers(0, 12))))


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str, str]:
    """A text and two edits of it: words of each side replaced, taken out and put in."""
    base = [draw(st.sampled_from(WORDS)) + draw(st.sampled_from(GAPS)) for _ in range(draw(st.integers(0, 10)))]
    sides = []
    for _ in range(2):
        side = list(base)
        for _ in range(draw(st.integers(0, 4))):
            at = draw(st.integers(0, len(side)))
            new = draw(st.lists(st.builds(str.__add__, st.sampled_from((*WORDS, "жаңа", "новый", "fresh")), st.sampled_from(GAPS)), max_size=2))
            side[at : at + draw(st.integers(0, 2))] = new
        sides.append("".join(side))
    return "".join(base), sides[0], sides[1]


TEXTS = st.one_of(scripts(), st.text(max_size=60))


def words(text: str) -> set[str]:
    """The words of a text."""
    return set(re.findall(r"\w+", text))


def joined(changes: tuple[Change, ...], kind: str) -> str:
    """The text on one side of a difference."""
    return "".join(change.text for change in changes if change.kind in ("same", kind))


def resolved(merged: Merged, side: str) -> str:
    """The text that results from settling every conflict for one side."""
    return "".join(piece if isinstance(piece, str) else getattr(piece, side) for piece in merged.pieces)


def test_equal_texts_have_no_difference() -> None:
    """A text compared with itself is one stretch that stays the same."""
    assert (Change("same", "Қобыз. Ән.\n\nЗал."),) == word_changes("Қобыз. Ән.\n\nЗал.", "Қобыз. Ән.\n\nЗал.")


def test_two_empty_texts_have_no_changes() -> None:
    """Nothing compared with nothing gives nothing."""
    assert () == word_changes("", "")


def test_one_word_changes_alone() -> None:
    """A replaced word is shown removed and added, and the words and marks around it stay."""
    expected = (Change("same", "This is an old "), Change("removed", "dombra"), Change("added", "kobyz"), Change("same", "."))
    assert expected == word_changes("This is an old dombra.", "This is an old kobyz.")


def test_punctuation_changes_alone() -> None:
    """A changed mark leaves the word before it as it was."""
    assert (Change("same", "Ән"), Change("removed", "."), Change("added", "!")) == word_changes("Ән.", "Ән!")


def test_words_replaced_in_a_row_are_one_rewording() -> None:
    """Spaces between replaced words do not break the replacement up."""
    expected = (Change("same", "Это "), Change("removed", "старый струнный"), Change("added", "новый духовой"), Change("same", " инструмент."))
    assert expected == word_changes("Это старый струнный инструмент.", "Это новый духовой инструмент.")


def test_a_new_paragraph_is_only_added() -> None:
    """A paragraph put between two others is shown as added and removes nothing."""
    assert (Change("same", "Бір.\n\n"), Change("added", "Екі.\n\n"), Change("same", "Үш.")) == word_changes("Бір.\n\nҮш.", "Бір.\n\nЕкі.\n\nҮш.")


@given(TEXTS, TEXTS)
@settings(max_examples=100, deadline=None)
def test_word_changes_give_both_texts_back(before: str, after: str) -> None:
    """Same and removed texts join to the text before, same and added texts to the text after."""
    changes = word_changes(before, after)
    assert (before, after) == (joined(changes, "removed"), joined(changes, "added"))


@given(TEXTS, TEXTS)
@settings(max_examples=100, deadline=None)
def test_neighbouring_changes_differ_in_kind(before: str, after: str) -> None:
    """Two changes of one kind never stand side by side, and no change is empty."""
    changes = word_changes(before, after)
    assert [] == [pair for pair in pairwise(changes) if pair[0].kind == pair[1].kind]
    assert all(change.text for change in changes)


def long_text(paragraphs: int, shift: int = 0) -> str:
    """About 20,000 characters of varied words with common ones between them."""
    total = 20_000 // paragraphs
    made = []
    for number in range(paragraphs):
        tokens: list[str] = []
        size = 0
        while size < total:
            at = len(tokens) + number * 1000 + shift
            tokens.append("және" if at % 5 == 0 else f"сөз{at * at % 977}" + ("." if at % 11 == 0 else ""))
            size += len(tokens[-1]) + 1
        made.append(" ".join(tokens))
    return "\n\n".join(made)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (long_text(40), long_text(40).replace("сөз9", "жаңа9")),
        (long_text(40), long_text(37, 7)),
        (long_text(1), long_text(1, 13)),
    ],
    ids=["few-words", "rewritten", "one-paragraph-rewritten"],
)
def test_long_texts_compare_quickly(before: str, after: str) -> None:
    """Two texts of 20,000 characters are compared and merged without a wait that a person would notice."""
    started = time.perf_counter()
    changes = word_changes(before, after)
    merge(before, after, before.replace("және", "мен", 3))
    assert time.perf_counter() - started < 0.5
    assert before == joined(changes, "removed")


def test_edits_to_different_paragraphs_merge() -> None:
    """Each side's edit of its own paragraph is kept, also when the paragraphs are neighbours."""
    merged = merge("Один.\n\nДва.\n\nТри.", "Раз.\n\nДва.\n\nТри.", "Один.\n\nПара.\n\nТри.")
    assert Merged(("Раз.\n\nПара.\n\nТри.",)) == merged
    assert merged.clean


def test_edits_to_different_sentences_merge() -> None:
    """Edits of neighbouring sentences of one paragraph are both kept."""
    assert Merged(("Жаңа бір. Жаңа екі! Үш…",)) == merge("Бір. Екі! Үш…", "Жаңа бір. Екі! Үш…", "Бір. Жаңа екі! Үш…")


def test_sentences_added_at_different_ends_merge() -> None:
    """A sentence put first and one put last are both kept, with a space after each but the last."""
    assert Merged(("Zero. One. Two.",)) == merge("One.", "One. Two.", "Zero. One.")


def test_edits_to_one_sentence_conflict() -> None:
    """Only the sentence that both changed is in conflict, and the text shows both in separate paragraphs."""
    merged = merge("A one. B two. C three.", "A one. B mine. C three.", "A one. B theirs. C three.")
    assert Merged(("A one. ", Conflict("B two. ", "B mine. ", "B theirs. "), "C three.")) == merged
    assert not merged.clean
    assert "A one.\n\nB mine.\n\nB theirs.\n\nC three." == merged.text


def test_the_same_change_is_taken_once() -> None:
    """A change that both made is there once, beside a change that one made."""
    assert Merged(("Жаңа. Екі. Үшінші.",)) == merge("Бір. Екі. Үш.", "Жаңа. Екі. Үш.", "Жаңа. Екі. Үшінші.")


def test_a_paragraph_deleted_and_edited_conflicts() -> None:
    """A paragraph that one side deleted and the other edited is in conflict and its edited words stay in the text."""
    merged = merge("A.\n\nB one. B two.\n\nC.", "A.\n\nC.", "A.\n\nB zero. B one. B two.\n\nC.")
    assert Merged(("A.\n\n", Conflict("B one. B two.\n\n", "", "B zero. B one. B two.\n\n"), "C.")) == merged
    assert "A.\n\nB zero. B one. B two.\n\nC." == merged.text


def test_a_sentence_deleted_and_edited_conflicts() -> None:
    """A sentence that one side deleted and the other edited is in conflict."""
    assert Merged(("A. ", Conflict("B. ", "", "B new. "), "C.")) == merge("A. B. C.", "A. C.", "A. B new. C.")


def test_deletions_of_different_paragraphs_merge() -> None:
    """Neighbouring paragraphs that each side deleted one of are both gone."""
    assert Merged(("A.\n\nD.",)) == merge("A.\n\nB.\n\nC.\n\nD.", "A.\n\nC.\n\nD.", "A.\n\nB.\n\nD.")


def test_the_same_insertion_is_taken_once() -> None:
    """A paragraph that both put at one place is there once."""
    assert Merged(("A new.\n\nN.\n\nB new.",)) == merge("A.\n\nB.", "A new.\n\nN.\n\nB.", "A.\n\nN.\n\nB new.")


def test_the_same_insertion_beside_an_edit_is_taken_once() -> None:
    """A paragraph that both added after one that one side edited is there once."""
    assert Merged(("A new. A2.\n\nN.",)) == merge("A1. A2.", "A1. A2.\n\nN.", "A new. A2.\n\nN.")


def test_different_insertions_at_one_place_conflict() -> None:
    """Different paragraphs put at one place are in conflict, with nothing as their base."""
    merged = merge("A.\n\nB.", "A.\n\nMine.\n\nB.", "A.\n\nTheirs.\n\nB.")
    assert Merged(("A.\n\n", Conflict("", "Mine.\n\n", "Theirs.\n\n"), "B.")) == merged
    assert "A.\n\nMine.\n\nTheirs.\n\nB." == merged.text


def test_insertions_at_different_places_merge() -> None:
    """Paragraphs put at different places are both kept."""
    assert Merged(("M.\n\nA.\n\nB.\n\nT.",)) == merge("A.\n\nB.", "M.\n\nA.\n\nB.", "A.\n\nB.\n\nT.")


def test_line_ends_of_a_browser_are_no_change() -> None:
    """A text sent by a browser form merges with one that has plain line ends."""
    assert Merged(("New.\n\nB.\n\nC new.",)) == merge("A.\n\nB.\n\nC.", "New.\r\n\r\nB.\r\n\r\nC.", "A.\n\nB.\n\nC new.")


def test_settling_for_one_side_gives_its_text() -> None:
    """Where every change is in conflict, putting one side in every place gives that side's text."""
    merged = merge("A. B.\n\nC.", "A mine. B.\n\nC mine.", "A theirs. B.\n\nC theirs.")
    assert ("A mine. B.", "C mine.") == tuple(part.strip() for part in resolved(merged, "mine").split("\n\n"))
    assert ("A theirs. B.", "C theirs.") == tuple(part.strip() for part in resolved(merged, "theirs").split("\n\n"))


@given(TEXTS, TEXTS)
@settings(max_examples=100, deadline=None)
def test_one_sided_and_equal_edits_are_taken_as_they_are(base: str, edited: str) -> None:
    """An edit of one side only, or the same edit of both, is the outcome, to the character."""
    for merged in (merge(base, base, edited), merge(base, edited, base), merge(base, edited, edited)):
        assert (True, edited) == (merged.clean, merged.text)


@given(st.one_of(edits(), st.tuples(scripts(), scripts(), scripts())))
@settings(max_examples=200, deadline=None)
def test_no_new_words_are_lost(texts: tuple[str, str, str]) -> None:
    """Every word that either side brought is in the merged text."""
    base, mine, theirs = texts
    assert set() == (words(mine) | words(theirs)) - words(base) - words(merge(base, mine, theirs).text)


@given(edits())
@settings(max_examples=100, deadline=None)
def test_sides_do_not_matter_to_cleanness(texts: tuple[str, str, str]) -> None:
    """A merge is as clean, and says the same when clean, whichever side is called mine."""
    base, mine, theirs = texts
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert one.clean == other.clean
    assert not one.clean or one.text == other.text


@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=8, unique=True), st.data())
@settings(max_examples=60, deadline=None)
def test_edits_of_two_different_sentences_are_always_clean(starts: list[str], data: st.DataObject) -> None:
    """Two rewritten sentences of any paragraphs merge, each in its place."""
    first, second = data.draw(st.lists(st.integers(0, len(starts) - 1), min_size=2, max_size=2, unique=True))
    gaps = [data.draw(st.sampled_from((". ", ".\n\n"))) for _ in starts[1:]] + ["."]

    def script(changed: dict[int, str]) -> str:
        return "".join(changed.get(number, start) + gap for number, (start, gap) in enumerate(zip(starts, gaps, strict=True)))

    assert Merged((script({first: "Mine", second: "Theirs"}),)) == merge(script({}), script({first: "Mine"}), script({second: "Theirs"}))
