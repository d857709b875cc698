"""A document as plain words: for messages, social pages, and readers of a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.documents.document import (
    Block,
    Document,
    Heading,
    Paragraph,
    Picture,
    Scan,
    Signatures,
    Table,
)


def plain_text(document: Document) -> str:
    """The words of a document, block by block, with a blank line between them.

    A post is its title and its words alone: no letterhead, nothing to sign.
    """
    parts = [*document.notes]
    if document.form != "post":
        parts += [document.sender, _registration(document), document.to]
    parts.append(document.title)
    parts += [text for block in document.blocks for text in _block(block)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _registration(document: Document) -> str:
    words = document.words or {}
    number = f"{words['number']} {document.number}" if document.number else ""
    return ", ".join(part for part in (document.date, number) if part)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield block.text.upper()
        case Paragraph():
            yield f"{block.number}. {block.text}" if block.number else block.text
        case Table():
            yield from _table(block)
        case Picture():
            yield block.caption
            yield block.description
            yield from _table(block.table)
        case Scan():
            yield block.text
        case Signatures():
            yield "\n".join(
                " – ".join(part for part in (line.office, line.name, line.mark) if part)
                for line in block.lines
            )


def _table(table: Table) -> Iterator[str]:
    yield table.caption
    if not table.rows:
        yield table.empty
    for row in table.rows:
        yield "\n".join(
            f"{_in_one_line(column.head)}: {cell}" if column.head else cell
            for column, cell in zip(table.columns, row, strict=True)
            if cell
        )


def _in_one_line(head: str) -> str:
    """A head of several lines stands before its cell in one."""
    return ", ".join(head.split("\n"))
