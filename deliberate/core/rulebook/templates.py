"""Templates of documents: what a paper says, as data of the rulebook.

A template belongs to the rulebook, so that it is frozen with it when a process is opened: what a
document says follows from frozen texts and facts alone. Words stand in every language of the
rulebook; `{fields}` in them are filled in by `deliberate.documents`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, get_args

from deliberate.core.text import Text

Form = Literal["act", "letter", "notice", "paper", "report", "post"]
"""How a document is set: an act of the agency (order, regulation), a letter to one addressee, a
public notice, a paper to fill in, a report or protocol, a text for a social page or the press."""

About = Literal["process", "seat", "witness", "vote", "week", "point"]
"""What there is one document for: the whole process, each seat, each invited expert, each vote of
the members, each reporting period, each point of the protocol."""

ADDRESSED: tuple[About, ...] = ("seat", "witness", "point")
"""What a letter may be about: whoever receives it follows from that."""

FORMS = get_args(Form)
ABOUT = get_args(About)

FIELD = re.compile(r"\{([a-z0-9_]+)(?:\.([A-Za-z0-9_-]+))?\}")
BRACES = re.compile(r"[{}]")


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a document: exactly one of heading, paragraph, clause, note, table, chart,
    signatures.

    A chart may name a table, which then stands below it in place of the chart's own figures.
    A `clause` is a paragraph that counts; `note` stands apart in smaller letters; `of` narrows a
    table to a group of seats; `title` is the caption of a table or a chart; `when` is a condition
    of `FLAGS`. `signatures` names offices, groups of seats, `agency`, `draw` or `members`. `part`
    names the passage it belongs to, which an extending rulebook may put other blocks in place of.
    """

    heading: Text = field(default_factory=Text)
    paragraph: Text = field(default_factory=Text)
    clause: Text = field(default_factory=Text)
    note: Text = field(default_factory=Text)
    table: str = ""
    chart: str = ""
    signatures: tuple[str, ...] = ()
    of: str = ""
    title: Text = field(default_factory=Text)
    when: str = ""
    part: str = ""

    @property
    def words(self) -> tuple[tuple[str, Text], ...]:
        """The texts of the block by the key they are written under."""
        keys = ("heading", "paragraph", "clause", "note", "title")
        return tuple((key, getattr(self, key)) for key in keys if getattr(self, key))

    @property
    def parts(self) -> tuple[str, ...]:
        """Which of the exclusive keys it has."""
        keys = ("heading", "paragraph", "clause", "note", "table", "chart", "signatures")
        found = tuple(key for key in keys if getattr(self, key))
        return ("chart",) if found == ("table", "chart") else found


@dataclass(frozen=True, slots=True)
class DocumentTemplate:
    """A type of document.

    It is issued with each fact of the kind `on` (in the step `step`, where one is named), one for
    everything that it is `about` (of the group `of`, for seats). What is not `public` goes to its
    addressee alone; `registered`: number and date are those with which its step registers it, and
    blank until then. Without `dated` the date stays blank, for whoever fills the document in.
    `when` is a condition of `ISSUED_WHEN` without which there is no such document; `sender` is from
    whom it comes, where that is not the agency. A `letter` has one addressee, so it is about a
    seat, an expert or a point; it `encloses` others, about the same or about the whole process.
    One that `amends` has those blocks alone that it puts in place of inherited ones of a `part`.
    """

    id: str
    title: Text
    form: Form
    on: str
    blocks: tuple[Block, ...]
    about: About = "process"
    of: str = ""
    step: str = ""
    when: str = ""
    sender: Text = field(default_factory=Text)
    to: Text = field(default_factory=Text)
    signed_by: tuple[str, ...] = ()
    encloses: tuple[str, ...] = ()
    public: bool = True
    registered: bool = False
    dated: bool = True
    amends: bool = False
    source: str = ""
    status: str = "practice"


def fields_in(words: str) -> Iterator[tuple[str, str]]:
    """The fields that words name, each with the name behind its full stop or an empty one."""
    for found in FIELD.finditer(words):
        yield found[1], found[2] or ""


def stray_brace(words: str) -> bool:
    """Whether a brace stands in the words that belongs to no field."""
    return BRACES.search(FIELD.sub("", words)) is not None
