"""One structured document in one language: what every renderer sets, and what is hashed.

A document is finished words: names, numbers and dates are already written as its language writes
them. Its canonical form (`as_data`) is the version that the record names by its hash.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal

from deliberate.core.canonical import canonical, parse_canonical
from deliberate.core.errors import UnusableInput, message

Align = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; with `new_page` it begins a page on paper, such as a sheet that is sent back."""

    text: str
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; with a `number` it is a clause, with `small` a note."""

    text: str
    number: int = 0
    small: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    head: str
    align: Align = "left"
    width: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of finished words, each as long as `columns`. Without rows `empty` is said instead."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    empty: str = ""

    def without_empty_columns(self) -> Table:
        """The same table without the columns in which no row says anything."""
        full = [n for n in range(len(self.columns)) if any(row[n].strip() for row in self.rows)]
        if not self.rows or len(full) == len(self.columns):
            return self
        return replace(
            self,
            columns=tuple(self.columns[n] for n in full),
            rows=tuple(tuple(row[n] for n in full) for row in self.rows),
        )


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as SVG, what it shows in words, and the same as a table. `narrow` is the chart laid
    out for phones, where there is one: pages show whichever fits."""

    svg: str
    caption: str
    description: str
    table: Table
    narrow: str = ""


@dataclass(frozen=True, slots=True)
class Scan:
    """A square code as SVG beside the words that say the same to whoever cannot scan it."""

    svg: str
    description: str
    text: str


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on: the office, the person where known, what happened to it so far."""

    office: str
    name: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    lines: tuple[Signature, ...]


Block = Heading | Paragraph | Table | Picture | Scan | Signatures
_KINDS: Mapping[str, type[Any]] = {
    "heading": Heading,
    "paragraph": Paragraph,
    "table": Table,
    "picture": Picture,
    "scan": Scan,
    "signatures": Signatures,
}


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the type `type`, with its `id` in the process.

    `registered`: it has a line for a number and a date. The number is empty where none is known,
    and so is the date: an office fills them in. `notes` stand above all: draft, translation,
    rehearsal. `to` is the addressee, line by line.
    """

    process: str
    id: str
    type: str
    form: str
    language: str
    version: int
    title: str
    sender: str
    blocks: tuple[Block, ...]
    to: str = ""
    place: str = ""
    number: str = ""
    date: str = ""
    registered: bool = False
    notes: tuple[str, ...] = ()
    watermark: str = ""
    signed_by: tuple[Signature, ...] = ()
    footer: str = ""
    words: Mapping[str, str] | None = None

    def as_data(self) -> dict[str, Any]:
        """The document as plain values; each block says its kind."""
        data = {field.name: getattr(self, field.name) for field in fields(self)}
        data["blocks"] = [_block_data(block) for block in self.blocks]
        data["signed_by"] = [asdict(line) for line in self.signed_by]
        data["notes"] = list(self.notes)
        data["words"] = dict(self.words or {})
        return data

    def canonical(self) -> bytes:
        """The text over which the version is hashed."""
        return canonical(self.as_data())


def parse_document(text: bytes) -> Document:
    """The document of a canonical text; raises `UnusableInput` for any other text."""
    try:
        data = dict(parse_canonical(text))
        data["blocks"] = tuple(_block_from(block) for block in data["blocks"])
        data["signed_by"] = tuple(Signature(**line) for line in data["signed_by"])
        data["notes"] = tuple(data["notes"])
        return Document(**data)
    except (KeyError, TypeError, ValueError):
        raise UnusableInput("DOCUMENT", message("This text is not a document.")) from None


def _block_data(block: Block) -> dict[str, Any]:
    kind = next(name for name, cls in _KINDS.items() if isinstance(block, cls))
    data = {"kind": kind, **asdict(block)}
    if not data.get("narrow", True):
        del data["narrow"]  # documents without one keep their hash
    return data


def _block_from(data: Mapping[str, Any]) -> Block:
    values = dict(data)
    kind = values.pop("kind")
    if kind == "table":
        return _table_from(values)
    if kind == "picture":
        values["table"] = _table_from(values["table"])
    if kind == "signatures":
        values["lines"] = tuple(Signature(**line) for line in values["lines"])
    block: Block = _KINDS[kind](**values)
    return block


def _table_from(data: Mapping[str, Any]) -> Table:
    return Table(
        columns=tuple(Column(**column) for column in data["columns"]),
        rows=tuple(tuple(row) for row in data["rows"]),
        caption=data["caption"],
        empty=data["empty"],
    )
