"""The transparency report: what it says, in three languages, and what it never says."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from deliberate.core.recruitment.lottery.facts import (
    Committed,
    FeatureFacts,
    LotteryFacts,
    NeverFacts,
    UniformLottery,
    ValueFacts,
)
from deliberate.core.recruitment.lottery.pool import Quota
from deliberate.documents.document import (
    Document,
    Heading,
    Paragraph,
    Picture,
    Table,
    parse_document,
)
from deliberate.documents.docx import docx_of
from deliberate.documents.html import html_page
from deliberate.documents.pdf import Typesetter
from deliberate.documents.plain import plain_text
from deliberate.documents.transparency import transparency_report
from deliberate.i18n import LOCALES, Translator

EN = Translator("en", zone="Asia/Almaty")
YOUNG, OLD = Quota("Age", "18–34", 4, 5), Quota("Age", "35+", 5, 6)
HERE, AWAY = Quota("Place", "town <b>'&", 8, 9), Quota("Place", "village 🦅", 1, 2)


def feature(name: str, *values: ValueFacts) -> FeatureFacts:
    return FeatureFacts(name, values)


FACTS = LotteryFacts(
    pool=120,
    panel=10,
    features=(
        feature(
            "Age",
            ValueFacts(YOUNG, 20, 4, Fraction(4, 10)),
            ValueFacts(OLD, 100, 6, Fraction(6, 10)),
        ),
        feature("Place", ValueFacts(HERE, 117, 9), ValueFacts(AWAY, 3, 1)),
    ),
    chances=((Fraction(1, 25), 90), (Fraction(6, 30), 27), (Fraction(1, 3), 3)),
    gini=0.314,
    objective="leximin",
    bound=0.04,
    gap=0.0,
    never=(),
    seed="it's 3 8 1",
    input_hash="ab" * 32,
)


def words(facts: LotteryFacts, say: Translator = EN) -> str:
    return plain_text(transparency_report(facts, say))


def tables(document: Document) -> list[tuple[tuple[str, ...], ...]]:
    return [block.rows for block in document.blocks if isinstance(block, Table)]


def test_it_begins_with_what_was_decided_and_its_figures() -> None:
    document = transparency_report(FACTS, EN)
    first = document.blocks[0]
    assert isinstance(first, Paragraph)
    assert first.text.startswith("Chosen by lot: 10. Agreed to take part: 120.")
    assert dict(tables(document)[0]) == {
        "People who agreed to take part (the pool)": "120",
        "People chosen by lot (the panel)": "10",
        "Alternates chosen by lot": "0",
        "Quotas that are kept": "4 of 4",
        "Smallest chance": "4% (about 1 in 25)",
        "Equal share": "8.3% (about 1 in 12)",
        "Largest chance": "33.3% (about 1 in 3)",
        "People who could not be chosen": "0",
    }


def test_each_feature_has_its_picture_and_its_table() -> None:
    age, place, chances = (
        block for block in transparency_report(FACTS, EN).blocks if isinstance(block, Picture)
    )
    assert (age.caption, place.caption) == ("Age", "Place")
    assert age.table.rows == (
        ("18–34", "40%", "20 (16.7%)", "4 (40%)", "4–5", "0"),
        ("35+", "60%", "100 (83.3%)", "6 (60%)", "5–6", "0"),
    )
    assert [row[1] for row in place.table.rows] == ["not shown", "not shown"]
    assert chances.table.rows[-1] == ("above 25%", "3")
    assert "chart-narrow" in age.narrow
    told = words(FACTS)
    assert "numbers of the pool under 5 are withheld" in told
    assert "organisers of the draw for: Age." in told
    assert "All quotas are kept: 4 of 4." in told
    assert "The pool is furthest from the population in “Age: 18–34”: 16.7% instead of 40%." in told
    assert "The panel is furthest" not in told  # it has the very shares of the population


def test_what_is_withheld_is_not_told_in_words_either() -> None:
    shares = feature(
        "Place",
        ValueFacts(HERE, 117, 9, Fraction(1, 2)),
        ValueFacts(AWAY, 3, 1, Fraction(1, 2)),
    )
    told = words(replace(FACTS, features=(shares,)))
    assert "The pool is furthest" not in told
    assert "The panel is furthest from the population in “Place: town <b>'&”: 90%" in told
    assert "117" not in told


def test_a_quota_that_is_not_kept_is_told() -> None:
    broken = feature("Age", ValueFacts(YOUNG, 20, 3), ValueFacts(OLD, 100, 7))
    facts = replace(FACTS, features=(broken,))
    told = words(facts)
    assert "Quotas that are not kept: Age: 18–34, Age: 35+." in told
    assert "All quotas are kept" not in told
    assert dict(tables(transparency_report(facts, EN))[0])["Quotas that are kept"] == "0 of 2"


@pytest.mark.parametrize(
    ("change", "said", "unsaid"),
    [
        ({}, "more than 4%. This one reaches it", "lacks more"),
        (
            {"gap": 0.002},
            "In this one nobody lacks more than 0.2 percentage points to",
            "reaches it",
        ),
        (
            {"objective": "nash", "gap": 0.001},
            "Nobody lacks more than 0.1 percentage points to the chance",
            "No lott",
        ),
        ({"objective": "nash"}, "By this measure no lottery is noticeably better.", "lacks"),
        ({"objective": "nash"}, "the product of all chances", "leximin"),
        ({"objective": "maximin"}, "(maximin)", "leximin"),
        ({}, "Gini coefficient: here 0.31.", ""),
        ({"households": ("street", "house")}, "people who agree in: street, house.", "no rule"),
        ({}, "There was no rule about people of one household.", "agree in"),
        ({}, "the seed: “it's 3 8 1”.", "dice"),
        ({"randomness": "dice"}, "thrown with dice in public: “it's 3 8 1”.", "the seed:"),
        ({"randomness": "commit_reveal"}, "to which its parties had committed", "dice"),
        ({"randomness": "beacon"}, "Which round it would be was fixed with the list", "the seed:"),
        (
            {"uniform": UniformLottery(1000, Fraction(1, 500))},
            "picked from 1,000 numbered panels, each as likely as the others. Nobody’s chance "
            "differs by more than 0.2 percentage points from",
            "",
        ),
        ({"chances": ((Fraction(1, 12), 120),)}, "had this chance: 8.3%", "the largest"),
        (
            {"chances": ((Fraction(1, 20), 116), (Fraction(1), 4))},
            "the largest 100%. Certain to be chosen, because the quotas cannot do without them: 4.",
            "had this chance",
        ),
        ({}, "Everybody in the pool could be chosen.", "Quotas in the way"),
        ({"members": ("P-1", "P-2")}, "P-2", ""),
    ],
)
def test_it_says_how_it_was_done(change: dict[str, object], said: str, unsaid: str) -> None:
    told = words(replace(FACTS, **change))  # type: ignore[arg-type]
    assert said in told
    assert not unsaid or unsaid not in told


def test_those_who_could_not_be_chosen_are_counted() -> None:
    groups = (NeverFacts(7, (YOUNG, AWAY)), NeverFacts(9, ()))
    document = transparency_report(replace(FACTS, never=groups), EN)
    assert tables(document)[1] == (
        ("Age: 18–34 (4–5); Place: village 🦅 (1–2)", "7"),
        ("the size of the panel and the rule about households", "9"),
    )
    assert "People who could not be chosen: 16." in plain_text(document)


def test_a_small_group_that_could_not_be_chosen_is_not_told_apart() -> None:
    groups = (NeverFacts(2, (YOUNG,)), NeverFacts(9, (AWAY,)))
    document = transparency_report(replace(FACTS, never=groups), EN)
    assert tables(document)[1] == (("Age: 18–34 (4–5)",), ("Place: village 🦅 (1–2)",))
    assert "People who could not be chosen: 11." in plain_text(document)


def test_commitments_stand_in_the_order_of_time() -> None:
    later = Committed(datetime(2027, 5, 4, 6, tzinfo=UTC), "the numbered panels", "cd" * 32)
    sooner = Committed(datetime(2027, 5, 3, 6, tzinfo=UTC), "the pool, salted", "ef" * 32)
    document = transparency_report(replace(FACTS, commitments=(later, sooner)), EN)
    assert tables(document)[1] == (
        ("3 May 2027, 11:00", "the pool, salted", "ef" * 32),
        ("4 May 2027, 11:00", "the numbered panels", "cd" * 32),
    )
    assert "Nothing was committed beforehand" not in plain_text(document)
    assert "Nothing was committed beforehand" in words(FACTS)


def test_the_command_is_the_one_that_draws_again() -> None:
    facts = replace(FACTS, objective="maximin", households=("home town",), id_column="nr")
    rows = dict(tables(transparency_report(facts, EN))[-1])
    assert rows["Command"] == (
        "deliberate draw pool.csv --targets targets.csv --size 10 --seed 'it'\"'\"'s 3 8 1' "
        "--objective maximin --id nr --household 'home town'"
    )
    assert rows["SHA-256 of pool, quotas and way of drawing"] == "ab" * 32
    assert rows["Smallest chance"] == "0.04000"
    own = transparency_report(FACTS, EN, check="deliberate verify x.zip", process="p-1")
    assert dict(tables(own)[-1])["Command"] == "deliberate verify x.zip"
    assert own.process == "p-1"


@pytest.mark.parametrize("locale", LOCALES)
def test_every_renderer_sets_it(locale: str) -> None:
    many = feature(
        "Region", *(ValueFacts(Quota("Region", f"Өңір {n}", 0, 3), 9, 1) for n in range(60))
    )
    facts = replace(FACTS, features=(*FACTS.features, many))
    document = transparency_report(facts, Translator(locale))
    assert parse_document(document.canonical()) == document
    typesetter = Typesetter()
    assert typesetter.pdf(document) == typesetter.pdf(document)
    assert html_page(document) == html_page(document)
    assert docx_of(document)
    assert len([block for block in document.blocks if isinstance(block, Picture)]) == 3 + 6


def test_languages_differ_in_words_alone() -> None:
    shapes = set()
    for locale in LOCALES:
        blocks = transparency_report(FACTS, Translator(locale)).blocks
        shapes.add(tuple(type(block).__name__ for block in blocks))
        if locale != "en":
            english = {
                block.text for block in transparency_report(FACTS, EN).blocks
                if isinstance(block, Heading | Paragraph)
            }  # fmt: skip
            assert not [
                block.text for block in blocks
                if isinstance(block, Heading | Paragraph) and block.text in english
            ]  # fmt: skip
    assert len(shapes) == 1


def test_the_page_stands_alone_and_runs_nothing() -> None:
    page = html_page(transparency_report(FACTS, EN))
    assert re.findall(r"<script|<link|\son\w+=|@import|https?://(?!www\.w3\.org)", page) == []
    assert set(re.findall(r'url\("(\w+:\w+/\w+)', page)) == {"data:font/ttf"}
    assert "town &lt;b&gt;&#39;&amp;" in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    names = re.findall(r'role="region" aria-label="([^"]+)"', page)
    assert len(names) == len(set(names))


def test_a_document_without_pictures_does_not_carry_the_typeface() -> None:
    plain = replace(transparency_report(FACTS, EN), blocks=(Paragraph("a"),))
    assert len(html_page(plain)) < 10_000
