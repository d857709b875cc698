"""The papers of the Kazakhstan jury: the languages say the same, law is dated, variants hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from deliberate import jurisdictions
from deliberate.core.registry import Registry
from deliberate.core.rulebook import template_names
from deliberate.core.rulebook.templates import DocumentTemplate, fields_in
from deliberate.core.services.papers import ISSUED_WHEN
from deliberate.core.text import Text
from deliberate.documents.conditions import FLAGS

REGISTRY = Registry.load(extra=(jurisdictions,))
BOOK = REGISTRY.rulebook("citizen_jury/kazakhstan")
LOTTERY = REGISTRY.rulebook("citizen_jury/kazakhstan-lottery")
OWN = [item for item in LOTTERY.documents if item not in BOOK.documents]
ALL = {item.id: item for item in BOOK.documents} | {f"lottery-{item.id}": item for item in OWN}
AFTER_THE_DECISION = {
    "protocol", "minority_report", "weekly_report", "notice", "complaint", "claim", "thanks",
    "thanks_permanent", "closing", "post_agenda", "messenger_agenda", "press_agenda", "post_vote",
    "messenger_vote", "press_vote", "post_decision", "messenger_decision", "press_decision",
    "post_week", "press_week",
}  # fmt: skip


def words(template: DocumentTemplate) -> Iterator[Text]:
    yield from (template.title, template.sender, template.to)
    for block in template.blocks:
        yield from (text for _, text in block.words)


def test_a_whole_paper_depends_only_on_conditions_that_are_known() -> None:
    assert set(template_names.ISSUED_WHEN) == set(ISSUED_WHEN) <= set(FLAGS)


def test_the_papers_from_the_protocol_on_are_there() -> None:
    assert {item.id for item in BOOK.documents} >= AFTER_THE_DECISION


@pytest.mark.parametrize("template", ALL.values(), ids=ALL)
def test_the_languages_name_the_same_fields(template: DocumentTemplate) -> None:
    for text in words(template):
        named = {code: sorted(fields_in(said)) for code, said in text.versions}
        assert len(set(map(str, named.values()))) <= 1, named


@pytest.mark.parametrize("template", ALL.values(), ids=ALL)
def test_no_suffix_is_glued_to_a_field(template: DocumentTemplate) -> None:
    glued = re.compile(r"\}[-–'’]?\w")
    assert [
        said for text in words(template) for _, said in text.versions if glued.search(said)
    ] == []


@pytest.mark.parametrize("name", sorted(AFTER_THE_DECISION))
def test_law_is_quoted_from_dated_sources_only(name: str) -> None:
    article = re.compile(r"\bст\. ?\d|стать[яеию]|\bбаб|\bбап|\barticle\b", re.IGNORECASE)
    said = [said for text in words(ALL[name]) for _, said in text.versions]
    assert [line for line in said if article.search(line)] == []
    for line in said:
        for field, of in fields_in(line):
            assert field != "source" or BOOK.sources[of].checked_on is not None


def test_private_papers_are_not_public() -> None:
    private = {item.id for item in BOOK.documents if not item.public}
    assert private >= {"thanks", "thanks_permanent", "claim"}


def test_the_lottery_asks_nobody_to_nominate_or_to_vote() -> None:
    own = {item.id: item for item in LOTTERY.documents}
    assert set(own) & {"post_vote", "messenger_vote", "press_vote"} == set()
    assert set(own) >= AFTER_THE_DECISION - {"post_vote", "messenger_vote", "press_vote"}
    for name in ("post_agenda", "messenger_agenda", "press_agenda"):
        named = {of for text in words(own[name]) for _, said in text.versions
                 for field, of in fields_in(said) if field == "span"}  # fmt: skip
        assert named
        assert named <= {"invitation", "registration", "lottery"}


def test_an_amended_paper_keeps_what_it_does_not_replace() -> None:
    """The regulation has other passages on recruitment, and every other block of the parent's."""
    for name in ("regulation", "requirements", "agenda_notice", "invitation", "thanks"):
        old, new = BOOK.document(name), LOTTERY.document(name)
        assert old is not None
        assert new is not None
        own = {block.part for block in new.blocks if block not in old.blocks}
        assert own
        assert "" not in own
        kept = [block for block in old.blocks if block.part not in own]
        assert [block for block in new.blocks if block.part not in own] == kept
        assert not new.amends
