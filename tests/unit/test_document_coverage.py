"""A character without a glyph is named, not lost, and never stops a document."""

from __future__ import annotations

import pytest

from deliberate.documents.pdf.coverage import IN_A_PICTURE, known_characters, printable

GLYPHS = known_characters()


def test_the_typeface_has_the_letters_of_the_three_languages() -> None:
    kazakh = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
    needed = kazakh + kazakh.upper() + "abcxyzABCXYZ0123456789«»“”‘’№–—…%[]{}₸"
    assert [one for one in needed if ord(one) not in GLYPHS] == []


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Сәуле O'Brien <b>", "Сәуле O'Brien <b>"),
        ("улыбка 😀", "улыбка [U+1F600]"),
        ("❤\ufe0f\u200d", "[U+2764]"),
        ("и\u0306", "й"),
        ("a\nb\tc\u00a0d", "a\nb\tc\u00a0d"),
    ],
)
def test_what_has_no_glyph_is_named_by_its_code(text: str, printed: str) -> None:
    data = {"title": text, "blocks": [{"rows": [[text]]}], "version": 1}
    assert printable(data, GLYPHS) == {
        "title": printed,
        "blocks": [{"rows": [[printed]]}],
        "version": 1,
    }


def test_a_picture_keeps_the_room_that_was_measured() -> None:
    """A code is wider than the character; in a picture it would lie on what stands beside it."""
    from deliberate.documents.charts.lettering import measure

    picture = {"svg": "<text>Әл 😀\ufe0f 字</text>", "table": {"rows": [["字"]]}}
    assert printable(picture, GLYPHS) == {
        "svg": f"<text>Әл {IN_A_PICTURE} {IN_A_PICTURE}</text>",
        "table": {"rows": [["[U+5B57]"]]},
    }
    assert measure(IN_A_PICTURE) <= min(measure("😀"), measure("字"))
