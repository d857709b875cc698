"""What templates may name is exactly what documents can make."""

from __future__ import annotations

from deliberate.core.rulebook import templates
from deliberate.documents import conditions, fields
from deliberate.documents.tables import TABLES


def test_every_field_that_words_may_name_is_made() -> None:
    assert sorted(templates.FIELDS) == sorted(fields.FIELDS)
    assert len(set(templates.FIELDS)) == len(templates.FIELDS)


def test_every_table_that_a_template_may_ask_for_is_made() -> None:
    assert sorted(templates.TABLES) == sorted(TABLES)


def test_every_condition_is_known() -> None:
    assert sorted(templates.FLAGS) == sorted(conditions.FLAGS)
