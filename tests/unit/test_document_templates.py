"""Templates of documents: what a rulebook may say in them, and where a mistake is found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from deliberate.core.errors import Finding, UnusableInput
from deliberate.core.registry import Registry
from deliberate.core.rulebook.loader import load_rulebook
from deliberate.core.rulebook.model import Rulebook
from deliberate.core.rulebook.source import parse_toml, read_rulebook_files
from deliberate.core.rulebook.template_names import CHARTS, FIELDS, FLAGS, TABLES
from deliberate.documents import conditions, fields, pictures, tables

DATA = Path(__file__).parents[1] / "data"
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """The small rulebook with its templates beside it, with words of the templates replaced."""

    def make(*changes: tuple[str, str]) -> Path:
        words = (DATA / "small_documents.toml").read_text(encoding="utf-8")
        for old, new in changes:
            assert old in words
            words = words.replace(old, new, 1)
        path = tmp_path / "small.toml"
        path.write_bytes((DATA / "small_rulebook.toml").read_bytes())
        path.with_suffix(".documents.toml").write_text(words, encoding="utf-8")
        return path

    return make


def load(path: Path, registry: Registry) -> Rulebook:
    return load_rulebook(read_rulebook_files(path), registry.schemas())


def mistakes(path: Path, registry: Registry) -> tuple[Finding, ...]:
    with pytest.raises(UnusableInput) as refused:
        load(path, registry)
    return refused.value.findings or (
        Finding(refused.value.code, "error", refused.value.message, refused.value.where),
    )


def line_of(path: Path, words: str) -> int:
    lines = path.with_suffix(".documents.toml").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)


def test_templates_lie_beside_the_rulebook(write: Write, registry: Registry) -> None:
    book = load(write(), registry)
    assert [item.id for item in book.documents] == ["regulation", "letter"]
    assert book.document("letter") is book.documents[1]
    assert "[[documents]]" in book.text


def test_the_frozen_text_is_read_again_as_one_file(write: Write, registry: Registry) -> None:
    book = load(write(), registry)
    again = load_rulebook(parse_toml(book.text, "frozen.toml"), registry.schemas())
    assert again.documents == book.documents
    assert again.sha256 == book.sha256


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{agency} asks", "{agensy} asks", "There is no field agensy."),
        ("{day.agenda}", "{day.agendas}", "The field day.agendas names nothing."),
        ("{count.permanent}", "{count.nobody}", "The field count.nobody names nothing."),
        ("{question}", "{question.agenda}", "There is no field question.agenda."),
        ("{chair}", "{chair", "A brace belongs to no field."),
        ("{chair}", "{Chair}", "A brace belongs to no field."),
        ('of = "permanent"\ntitle', 'of = "elected"\ntitle', "no group of seats elected"),
        ('step = "regulation"', 'step = "rules"', "The rulebook has no step rules."),
        ('{ en = "Small print." }', '{ kk = "Ұсақ жазу." }', "This text is missing in: ('en',)"),
        ('table = "seats"', 'table = "chairs"', "chairs is not one of the permitted values"),
        ('when = "repeat"', 'when = "rain"', "rain is not one of the permitted values"),
        ('signatures = ["permanent"', 'signatures = ["king"', "Nobody can sign as king."),
        ('about = "seat"\n', "", "The letter letter has no addressee."),
        ("public = false", 'encloses = ["regulations"]', "no document regulations to enclose"),
        ("public = false", 'encloses = ["letter"]', "There is no document letter to enclose."),
        (
            'form = "act"',
            'about = "vote"\nform = "letter"',
            "The letter regulation has no addressee.",
        ),
        ('form = "act"', 'form = "song"', "song is not one of the permitted values"),
        ("signatures = [", "heading = { en = 'x' }\nsignatures = [", "A block says one thing"),
    ],
)
def test_a_mistake_is_found_in_its_own_file(
    write: Write, registry: Registry, old: str, new: str, said: str
) -> None:
    path = write((old, new))
    found = mistakes(path, registry)
    assert said in str(found[0].message)
    where = found[0].where
    assert where is not None
    assert where.file == str(path.with_suffix(".documents.toml"))
    assert 1 < where.line <= line_of(path, "is yours")


def test_an_enclosure_is_about_the_same_or_about_the_whole(
    write: Write, registry: Registry
) -> None:
    encloses = ("public = false", 'encloses = ["regulation"]')
    assert load(write(encloses), registry).documents[1].encloses == ("regulation",)
    path = write(encloses, ('form = "act"', 'about = "vote"\nform = "act"'))
    (found,) = mistakes(path, registry)
    assert "regulation is about something else" in str(found.message)
    assert found.where is not None
    assert found.where.line == line_of(path, "encloses")


def test_a_mistake_of_the_rulebook_keeps_its_place(write: Write, registry: Registry) -> None:
    path = write()
    path.write_text(
        path.read_text(encoding="utf-8").replace('level = "must"', 'level = "may"'),
        encoding="utf-8",
    )
    where = mistakes(path, registry)[0].where
    assert where is not None
    assert where.file == str(path)


def test_broken_toml_is_named_by_its_file(write: Write, registry: Registry) -> None:
    path = write(('form = "act"', "form = "))
    where = mistakes(path, registry)[0].where
    assert where is not None
    assert where.file.endswith("small.documents.toml")
    assert where.line == line_of(path, "form = ")


def test_only_templates_may_lie_there(write: Write, registry: Registry) -> None:
    path = write(("[[documents]]", '[rulebook]\nmodel = "other"\n\n[[documents]]'))
    found = mistakes(path, registry)
    assert "templates of documents only" in str(found[0].message)


def test_every_name_that_templates_may_use_stands_for_something() -> None:
    assert set(FIELDS) == set(fields.FIELDS)
    assert set(TABLES) == set(tables.TABLES)
    assert set(FLAGS) == set(conditions.FLAGS)
    assert set(CHARTS) == set(pictures.CHARTS)


def amending(write: Write, registry: Registry, words: str) -> Rulebook:
    """The small rulebook, extended by one that amends its documents."""
    base = write(("[[documents.blocks]]\n", '[[documents.blocks]]\npart = "opening"\n'))
    parent = load(base, registry)
    head = (
        f'[rulebook]\nmodel = "{parent.model}"\nvariant = "child"\nversion = "1"\n'
        f'extends = "{parent.name}"\nsource = "{parent.source}"\ntitle.en = "Child"\n\n'
    )
    source = parse_toml(head + words, "child.toml")
    return load_rulebook(source, registry.schemas(), lambda _: parent)


AMENDED = (
    '[[documents]]\nid = "{id}"\namends = true\ntitle.en = "New"\nform = "act"\n'
    'on = "document.frozen"\nstep = "regulation"\nsource = "{source}"\nstatus = "practice"\n\n'
    '[[documents.blocks]]\npart = "{part}"\nparagraph.en = "First."\n\n'
    '[[documents.blocks]]\npart = "{part}"\nparagraph.en = "Second."\n'
)


def test_an_amendment_replaces_a_part_and_keeps_the_rest(write: Write, registry: Registry) -> None:
    parent = load(write(), registry)
    words = AMENDED.format(id="regulation", part="opening", source=parent.source)
    book = amending(write, registry, words)
    document = book.document("regulation")
    assert document is not None
    said = [block.paragraph.get("en") for block in document.blocks[:2]]
    assert said == ["First.", "Second."]
    assert document.blocks[2:] == parent.documents[0].blocks[1:]


@pytest.mark.parametrize(
    ("id", "part", "said"),
    [
        ("regulations", "opening", "There is no inherited document regulations to amend."),
        ("regulation", "ending", "The inherited document has no part ending."),
    ],
)
def test_an_amendment_of_nothing_is_named(
    write: Write, registry: Registry, id: str, part: str, said: str
) -> None:
    words = AMENDED.format(id=id, part=part, source=load(write(), registry).source)
    with pytest.raises(UnusableInput) as refused:
        amending(write, registry, words)
    found = [item for item in refused.value.findings if item.code == "AMENDMENT"]
    assert said in str(found[0].message)
    assert found[0].where is not None
    assert found[0].where.line > 1
