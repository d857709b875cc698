"""Widths of letters, and words that are set in the room there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.core.text import Text
from deliberate.documents.charts.advances import advances
from deliberate.documents.charts.lettering import (
    ELLIPSIS,
    clean,
    clusters,
    fit,
    measure,
    spoken,
    widest,
)
from deliberate.i18n import Translator

ALPHABETS = {
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "en": "abcdefghijklmnopqrstuvwxyz",
    "signs": "0123456789 .,:;!?«»“”‘’…–—-()[]/%№+×=<>&\"'\u00a0",
}
TEXTS = st.one_of(st.text("әғқ нөұү abc,-’", max_size=120), st.text(max_size=80)).map(clean)


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("letters", ALPHABETS.values(), ids=ALPHABETS)
def test_the_typeface_has_the_letters_of_all_languages(letters: str, bold: bool) -> None:
    ems = advances(bold).ems
    assert [one for one in letters + letters.upper() if ord(one) not in ems and one != "\n"] == []


def test_widths_are_those_of_the_typeface() -> None:
    """As hhea, hmtx and cmap of Golos Text 2.004 have them, in thousandths of an em."""
    regular, bold = advances(False).ems, advances(True).ems
    assert {letter: round(1000 * regular[ord(letter)]) for letter in "iәҚШ0 "} == {
        "i": 268, "ә": 580, "Қ": 716, "Ш": 970, "0": 620, " ": 250,
    }  # fmt: skip
    assert {letter: round(1000 * bold[ord(letter)]) for letter in "iәҚШ0 "} == {
        "i": 271, "ә": 587, "Қ": 743, "Ш": 989, "0": 639, " ": 250,
    }  # fmt: skip


def test_what_the_typeface_lacks_is_measured_wide_rather_than_narrow() -> None:
    em = measure("m") / advances(False).of("m")
    assert measure("🦅") == pytest.approx(1.4 * em)
    assert measure("ქ") > measure("m")
    assert measure("е\u0301") == measure("е")
    assert measure("a\u200db") == measure("ab")


def test_bold_is_wider() -> None:
    assert measure("Қоғамдық кеңес", bold=True) > measure("Қоғамдық кеңес")
    assert widest(("a", "bbb"), bold=True) == measure("bbb", bold=True)
    assert widest(()) == 0


def test_clean_leaves_what_a_page_can_show() -> None:
    assert clean(" a\x00\x1b\ud800\ufffe \n\tb\u202e ") == "a b"
    assert clean("12\u00a0км") == "12\u00a0км"


def test_a_missing_language_is_marked() -> None:
    assert spoken(Text.of({"ru": "Срок"}), Translator("kk")) == "Срок [ru]"
    assert spoken("Срок", Translator("kk")) == "Срок"
    assert spoken(Text(), Translator("kk")) == ""


def test_clusters_stay_whole() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert list(clusters(f"е\u0301a{family}\U0001f44d\U0001f3fd")) == [
        "е\u0301", "a", family, "\U0001f44d\U0001f3fd",
    ]  # fmt: skip


def test_words_break_at_spaces_and_end_in_an_ellipsis() -> None:
    text = "Қоғамдық тыңдауларды ұйымдастыру жөніндегі жұмыс тобы"
    assert fit(text, 9999).lines == (text,)
    set_ = fit(text, measure("Қоғамдық тыңдауларды"), lines=2)
    assert set_.lines == ("Қоғамдық тыңдауларды", f"ұйымдастыру жөнінд{ELLIPSIS}")
    assert set_.full == text
    whole = fit(text, measure("Қоғамдық тыңдауларды"), lines=3)
    assert whole.lines[1:] == ("ұйымдастыру жөніндегі", "жұмыс тобы")
    assert whole.full == ""


def test_a_long_word_is_parted_with_a_hyphen() -> None:
    parted = fit("Ә" * 30, measure("Ә" * 20), lines=2)
    assert parted.lines == ("Ә" * 19 + "-", "Ә" * 11)
    assert parted.full == ""
    assert fit("1" * 30, measure("1" * 20), lines=2).lines[0] == "1" * 19


def test_a_compound_breaks_at_its_hyphen() -> None:
    assert fit("Северо-Казахстанская", measure("Казахстанская"), lines=2).lines == (
        "Северо-", "Казахстанская",
    )  # fmt: skip
    assert fit("а-б - в", 999).lines == ("а-б - в",)


def test_a_word_may_be_cut_instead_of_parted() -> None:
    room = measure("Казахстан…")
    found = fit("Северо-Казахстанская область", room, lines=2, part=False)
    assert found.lines == ("Северо-", "Казахстан…")
    assert found.full == "Северо-Казахстанская область"
    assert fit("Карагандинская область", room, lines=2, part=False).lines == (
        "Караганд…", "область",
    )  # fmt: skip


def test_a_room_narrower_than_a_letter_stays_empty() -> None:
    for room in (0, 1, -5):
        assert fit("Астана", room).lines == ()
        assert fit("Астана", room).full == "Астана"
    assert fit("", 100).lines == ()


@given(TEXTS, st.floats(0, 400), st.integers(1, 3), st.booleans(), st.booleans())
def test_no_line_is_wider_than_its_room(
    text: str, room: float, lines: int, bold: bool, part: bool
) -> None:
    found = fit(text, room, lines=lines, bold=bold, part=part)
    assert len(found.lines) <= lines
    assert all(measure(line, bold=bold) <= room + 0.02 for line in found.lines)
    assert found.full in {"", text}


@given(TEXTS, st.floats(20, 400), st.integers(1, 3))
def test_nothing_is_lost_unless_it_is_said(text: str, room: float, lines: int) -> None:
    found = fit(text, room, lines=lines)
    if not found.full:
        shown = "".join(found.lines).replace("-", "").replace(" ", "")
        assert shown == text.replace("-", "").replace(" ", "")


@given(TEXTS)
def test_clusters_lose_nothing(text: str) -> None:
    assert "".join(clusters(text)) == text
