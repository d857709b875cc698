"""From a template to a document: fields filled in, tables made, in one language.

The result follows from the frozen rulebook, the pilot and the facts up to the document's cause,
and from nothing else; so anybody who has these can make it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from deliberate.core.process.process import Process
from deliberate.core.rulebook.templates import Block as Part
from deliberate.core.services.papers import Paper, before
from deliberate.documents.conditions import shown
from deliberate.documents.document import (
    Block,
    Document,
    Heading,
    Paragraph,
    Signatures,
    Table,
)
from deliberate.documents.fields import FIELDS, fill
from deliberate.documents.making import Making
from deliberate.documents.pictures import picture
from deliberate.documents.signing_lines import signing_lines
from deliberate.documents.tables import TABLES
from deliberate.i18n import Translator


def compose(process: Process, paper: Paper, say: Translator) -> Document:
    """The document as it was when its cause happened; without a cause, as a draft of now."""
    then = before(process, paper.cause) if paper.cause is not None else process
    making = Making(then, paper, say)
    template, pilot = paper.template, then.pilot
    return Document(
        process=then.id,
        id=paper.id,
        type=template.id,
        form=template.form,
        language=say.locale,
        version=paper.version,
        title=fill(making.text(template.title), making),
        sender=_sender(making),
        to=fill(making.text(template.to), making) if template.to else "",
        place=making.text(pilot.territory.name),
        number=(FIELDS["number"](making) or "") if template.registered else "",
        date=_date(making),
        registered=template.form != "post",
        notes=tuple(_notes(making)),
        watermark=_watermark(making),
        blocks=tuple(_blocks(making)),
        signed_by=signing_lines(making, template.signed_by),
        footer=_footer(making),
        words=_words(making),
    )


def _sender(making: Making) -> str:
    """From whom the document comes: the agency, unless the template names somebody else."""
    named = making.paper.template.sender
    return fill(making.text(named or making.process.pilot.agency.name), making)


def _date(making: Making) -> str:
    """The day of its registration, else the day on which it was called for.

    What somebody else fills in and sends is dated by them, and a draft of a registered document
    has no date before it is registered.
    """
    template = making.paper.template
    if not template.dated or (template.registered and making.cause is None):
        return ""
    own = FIELDS["date"](making) if template.registered else None
    return own or making.day(making.process.now) or ""


def title_of(process: Process, paper: Paper, say: Translator) -> str:
    """The title alone, for lists of documents."""
    words = say.text(paper.template.title)
    if "{" not in words:
        return words
    then = before(process, paper.cause) if paper.cause is not None else process
    return fill(words, Making(then, paper, say))


def _notes(making: Making) -> Iterator[str]:
    """What a reader must know before anything else."""
    say, process = making.say, making.process
    if process.rehearsal:
        yield say.gettext("Rehearsal: no real people, votes or decisions")
    elif process.pilot.fictional:
        yield say.gettext("Invented example: no real people, votes or decisions")
    if process.status == "cancelled":
        yield say.gettext("The process was cancelled")
    if making.cause is None:
        yield say.gettext("Draft: not issued yet")
    authentic = process.pilot.authentic_languages
    if authentic and say.locale not in authentic:
        yield say.gettext("Translation: the authentic texts are those in {languages}").format(
            languages=say.listed([_language(say, code) for code in authentic])
        )


def _language(say: Translator, code: str) -> str:
    names = {
        "kk": say.pgettext("language", "Kazakh"),
        "ru": say.pgettext("language", "Russian"),
        "en": say.pgettext("language", "English"),
    }
    return names.get(code, code)


def _watermark(making: Making) -> str:
    """One word across the page, so that no copy of it is taken for a real one."""
    say, process = making.say, making.process
    if process.rehearsal or process.pilot.fictional:
        return say.gettext("rehearsal") if process.rehearsal else say.gettext("example")
    return say.gettext("draft") if making.cause is None else ""


def _footer(making: Making) -> str:
    paper = making.paper
    version = making.say.gettext("version {n}").format(n=paper.version)
    title = making.text(making.process.rulebook.title)
    return " · ".join((title, making.process.id, f"{paper.id}, {version}"))


def _blocks(making: Making) -> Iterator[Block]:
    template, number = making.paper.template, 0
    for part in template.blocks:
        if not shown(part.when, making):
            continue
        # The clauses of an act or a protocol count through it, so that one number names one clause.
        restarts = bool(part.heading) and template.form not in {"act", "report"}
        number = 0 if restarts else number + bool(part.clause)
        yield _block(making, part, number)


def _block(making: Making, part: Part, number: int) -> Block:
    caption = fill(making.text(part.title), making) if part.title else ""
    if part.heading:
        return Heading(fill(making.text(part.heading), making))
    if part.chart:
        made = picture(making, part.chart, caption)
        return replace(made, table=_table(making, part, "")) if part.table else made
    if part.table:
        return _table(making, part, caption)
    if part.signatures:
        return Signatures(signing_lines(making, part.signatures))
    words = part.paragraph or part.clause or part.note
    return Paragraph(
        fill(making.text(words), making), number if part.clause else 0, small=bool(part.note)
    )


def _table(making: Making, part: Part, caption: str) -> Table:
    """The table that a block names, without the columns in which nothing stands."""
    return replace(TABLES[part.table](making, part.of), caption=caption).without_empty_columns()


def _words(making: Making) -> dict[str, str]:
    """What renderers print around the words of a document."""
    say, letter = making.say, making.paper.template.form == "letter"
    return {
        "number": say.gettext("Ref. no.") if letter else say.gettext("No."),
        "date": say.gettext("Date"),
        "signature": say.gettext("signature"),
        "registration": say.gettext("Registration number"),
        "page": say.gettext("page {page} of {pages}"),
        "nothing": say.gettext("nothing"),
        "picture": say.gettext("The picture stands in the PDF of this document."),
    }
