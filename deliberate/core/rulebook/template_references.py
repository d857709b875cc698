"""What the form of a template cannot show: fields, steps and groups that do not exist."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from deliberate.core.errors import Finding, Message, Where, message
from deliberate.core.rulebook.faults import nearest
from deliberate.core.rulebook.template_names import FIELDS, NAMED_FIELDS, SIGNATORIES
from deliberate.core.rulebook.templates import (
    ADDRESSED,
    Block,
    DocumentTemplate,
    fields_in,
    stray_brace,
)
from deliberate.core.text import Text

Place = Callable[..., Where]
Known = Mapping[str, frozenset[str]]
"""The names of a rulebook by what they are: `step`, `group`, `parameter`, `source`, `office`,
`document`."""


def broken_templates(
    templates: tuple[DocumentTemplate, ...], known: Known, languages: tuple[str, ...], place: Place
) -> Iterator[Finding]:
    """Mistakes of the templates of one file, in its order."""
    for index, template in enumerate(templates):
        yield from _names(template, known, lambda *path, at=index: place("documents", at, *path))
        for key, text in _texts(template):
            yield from _words(text, known, place("documents", index, key))
        for number, block in enumerate(template.blocks):
            where = ("documents", index, "blocks", number)
            yield from _block(block, known, languages, lambda *path, at=where: place(*at, *path))


def _texts(template: DocumentTemplate) -> Iterator[tuple[str, Text]]:
    """The texts of a document beside its blocks."""
    for key in ("title", "sender", "to"):
        yield key, getattr(template, key)


def _names(template: DocumentTemplate, known: Known, place: Place) -> Iterator[Finding]:
    if template.step and template.step not in known["step"]:
        text = message("The rulebook has no step {name}.", name=template.step)
        yield _finding(text, place("step"), template.step, known["step"])
    if template.of and template.of not in known["group"]:
        text = message("The rulebook has no group of seats {name}.", name=template.of)
        yield _finding(text, place("of"), template.of, known["group"])
    yield from _signatories(template.signed_by, known, place("signed_by"))
    for name in template.encloses:
        options = known["document"] - {template.id}
        if name not in options:
            text = message("There is no document {name} to enclose.", name=name)
            yield _finding(text, place("encloses"), name, options)


def wrong_letters(
    own: tuple[DocumentTemplate, ...], whole: tuple[DocumentTemplate, ...], place: Place
) -> Iterator[Finding]:
    """Letters without one addressee, and enclosures that are about somebody else."""
    about = {template.id: template.about for template in whole}
    for index, template in enumerate(own):
        if template.form == "letter" and template.about not in ADDRESSED:
            yield Finding(
                "ADDRESSEE",
                "error",
                message("The letter {name} has no addressee.", name=template.id),
                place("documents", index, "about"),
                message("Write about = one of: {options}.", options=ADDRESSED),
            )
        for name in template.encloses:
            if about.get(name, "process") not in {"process", template.about}:
                yield Finding(
                    "ENCLOSURE",
                    "error",
                    message("The document {name} is about something else.", name=name),
                    place("documents", index, "encloses"),
                    message("Enclose what is about the same, or about the whole process."),
                )


def _signatories(names: tuple[str, ...], known: Known, where: Where) -> Iterator[Finding]:
    """Who signs: an office, a group of seats, or one of the fixed names."""
    options = known["office"] | known["group"] | frozenset(SIGNATORIES)
    for name in names:
        if name not in options:
            text = message("Nobody can sign as {name}.", name=name)
            yield _finding(text, where, name, options)


def _block(
    block: Block, known: Known, languages: tuple[str, ...], place: Place
) -> Iterator[Finding]:
    if block.of and block.of not in known["group"]:
        text = message("The rulebook has no group of seats {name}.", name=block.of)
        yield _finding(text, place("of"), block.of, known["group"])
    yield from _signatories(block.signatures, known, place("signatures"))
    for key, words in block.words:
        yield from _words(words, known, place(key))
        missing = words.missing(languages)
        if missing:
            yield Finding(
                "LANGUAGES",
                "error",
                message("This text is missing in: {languages}.", languages=missing),
                place(key),
                message("The rulebook's title has these languages; every text needs them."),
            )


def _words(text: Text, known: Known, where: Where) -> Iterator[Finding]:
    for _, words in text.versions:
        if stray_brace(words):
            yield Finding(
                "FIELD",
                "error",
                message("A brace belongs to no field."),
                where,
                message("Write a field as {example}.", example="{agency}"),
            )
        for name, of in fields_in(words):
            options = known[NAMED_FIELDS[name][0]] if of and name in NAMED_FIELDS else None
            if options is not None and of not in options:
                text_of = message("The field {name} names nothing.", name=f"{name}.{of}")
                yield _finding(text_of, where, of, options)
            elif options is None and (of or name not in FIELDS):
                shown = f"{name}.{of}" if of else name
                text_of = message("There is no field {name}.", name=shown)
                yield _finding(text_of, where, name, frozenset({*FIELDS, *NAMED_FIELDS}))


def _finding(text: Message, where: Where, word: str, options: frozenset[str]) -> Finding:
    near = nearest(word, options)
    fix = (
        message("Did you mean {suggestion}?", suggestion=near)
        if near
        else message("Known: {options}.", options=tuple(sorted(options)))
    )
    return Finding("FIELD", "error", text, where, fix)
