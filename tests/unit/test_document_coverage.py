"""A character without a glyph is named, not lost, and never stops a document."""

from __future__ import annotations

import pytest

from deliberate.documents.pdf.coverage import known_characters, printable

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
