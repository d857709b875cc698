"""Several questions of a remit: what they are about, and each of them below it."""

from __future__ import annotations

from deliberate.core.rulebook.pilot_remit import Remit, RemitQuestion
from deliberate.core.text import Text

TITLE = Text.of({"kk": "Не болады?", "en": "What is it to be?"})
SEVERAL = (
    RemitQuestion("Q1", Text.of({"kk": "Қайда?", "en": "Where?"})),
    RemitQuestion("Q2", Text.of({"en": "When?"})),
)


def test_the_whole_question_is_followed_by_those_that_are_put() -> None:
    assert Remit(question=TITLE, questions=SEVERAL).whole.as_dict() == {
        "kk": "Не болады?\n1. Қайда?\n2. When?",
        "en": "What is it to be?\n1. Where?\n2. When?",
    }


def test_one_question_alone_stays_as_it_is() -> None:
    assert Remit(question=TITLE).whole == TITLE
