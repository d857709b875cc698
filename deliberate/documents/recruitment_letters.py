"""Letters to people who were drawn from a register: the invitation, and the thanks.

Each is a document in one language, set by the same engine as all papers. It holds personal data,
so it is never issued: it is made, printed and sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import segno

from deliberate.core.errors import message
from deliberate.core.process.process import Process
from deliberate.core.process.respondents import printed
from deliberate.core.recruitment.features import features_of
from deliberate.core.rulebook.model import Step
from deliberate.documents.document import Block, Document, Heading, Paragraph, Scan, Signature
from deliberate.documents.invitation_words import (
    about,
    answer_by,
    asked,
    feature_word,
    given,
    own,
    privacy,
    value_word,
)
from deliberate.i18n import Translator

RULE = "____________________"


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a letter goes. `code` is empty where no answer is asked for."""

    number: int
    person: Mapping[str, Any]
    code: str = ""

    @property
    def window(self) -> str:
        """The lines of the address, as an envelope shows them."""
        place = " ".join(filter(None, (self.person.get("postcode"), self.person.get("city"))))
        lines = (self.person.get("name"), self.person.get("address"), place)
        return "\n".join(str(line) for line in lines if line)


def reply_address(site: str, language: str, code: str = "") -> str:
    """Where somebody answers: the page, with a code the page of that letter."""
    return "/".join(part for part in (site.rstrip("/"), language, "reply", code) if part)


def invitation(
    process: Process, registration: Step, to: Addressee, site: str, say: Translator
) -> Document:
    """The letter of invitation in one language, with a sheet for an answer on paper."""
    title = say.gettext("Invitation: {title}").format(title=own(say, process.pilot.title))
    blocks = (
        *about(process, say),
        *asked(process, registration, say),
        *given(process, say),
        *_how_to_answer(process, registration, to, site, say),
        *privacy(process, say),
        *_sheet(process, registration, to, say),
    )
    return _letter(process, "invitation", to, title, blocks, say)


def thanks(process: Process, to: Addressee, say: Translator) -> Document:
    """Thanks to somebody who was willing and was not drawn."""
    pilot = process.pilot
    blocks: list[Block] = [
        Paragraph(
            say.gettext(
                "You were willing to take part in “{title}”. Thank you: the lottery is fair only "
                "because many people let it decide."
            ).format(title=own(say, pilot.title))
        ),
        Paragraph(
            say.gettext(
                "This time others were drawn, by chance alone and not for anything you said. Your "
                "number in the lottery was {number}; anybody can recompute the draw."
            ).format(number=printed(to.number))
        ),
    ]
    if pilot.publicity.portal_address:
        blocks.append(
            Paragraph(
                say.gettext("You can follow the process here: {address}").format(
                    address=pilot.publicity.portal_address
                )
            )
        )
    days = pilot.recruitment.keep_days
    blocks.append(
        Paragraph(
            say.ngettext(
                "Your data are deleted {count} day after the process ends.",
                "Your data are deleted {count} days after the process ends.",
                days,
            ).format(count=days),
            small=True,
        )
    )
    return _letter(process, "thanks", to, say.gettext("Thank you"), tuple(blocks), say)


def _how_to_answer(
    process: Process, registration: Step, to: Addressee, site: str, say: Translator
) -> Iterator[Block]:
    recruitment = process.pilot.recruitment
    yield Heading(say.gettext("How to answer"))
    deadline = answer_by(process, registration, say)
    if deadline:
        yield Paragraph(deadline)
    address = reply_address(site, say.locale, to.code)
    lines = [
        say.gettext("On the web: {address}").format(address=reply_address(site, say.locale)),
        say.gettext("Your code: {code}").format(code=to.code),
    ]
    if recruitment.phone:
        lines.append(
            say.gettext("By telephone: {phone}").format(phone=recruitment.phone)
            + (f" ({own(say, recruitment.hours)})" if recruitment.hours else "")
        )
    if recruitment.post:
        lines.append(
            say.gettext("On paper: the sheet at the end of this letter, to {post}").format(
                post=own(say, recruitment.post)
            )
        )
    description = say.gettext("Square code of the address {address}").format(address=address)
    yield Scan(square_code(address), description, "\n".join(lines))
    yield Paragraph(say.gettext("The code is yours alone; please do not pass it on."), small=True)


def _sheet(process: Process, registration: Step, to: Addressee, say: Translator) -> Iterator[Block]:
    """What somebody fills in who answers on paper; the number and code say whose it is."""
    yield Heading(say.gettext("Answer on paper"), new_page=True)
    box = "[   ]"
    yield Paragraph(
        say.gettext("Number {number}, code {code}").format(number=printed(to.number), code=to.code)
    )
    willing = say.gettext("Yes, I am willing to take part")
    declined = say.gettext("No, I cannot or do not wish to")
    yield Paragraph("\n".join((f"{box} {willing}", f"{box} {declined}")))
    yes, no = say.gettext("yes"), say.gettext("no")
    for item in process.pilot.requirements:
        yield Paragraph(f"{own(say, item.text)}   {box} {yes}   {box} {no}")
    for feature in features_of(process.rulebook, registration):
        word = feature_word(say, feature)
        name = word[:1].upper() + word[1:]
        options = "   ".join(f"{box} {value_word(say, feature, v)}" for v in feature.values)
        yield Paragraph(f"{name}: {options or RULE}")
    for label in (
        say.gettext("Telephone"),
        say.gettext("E-mail"),
        say.gettext("What I need to take part"),
    ):
        yield Paragraph(f"{label}: {RULE}")


def square_code(address: str) -> str:
    """The address as a square code: SVG, black on white, with the quiet zone of the standard."""
    made = BytesIO()
    segno.make(address, error="m", micro=False).save(
        made, kind="svg", border=4, dark="#000", light="#fff", xmldecl=False, omitsize=True
    )
    return made.getvalue().decode()


def _signed_by(process: Process, say: Translator) -> tuple[Signature, ...]:
    """The official who signs for the agency, where the pilot names one."""
    agency = process.pilot.agency
    if not agency.signatory:
        return ()
    return (Signature(own(say, agency.signatory), own(say, agency.signatory_name)),)


def _letter(
    process: Process,
    kind: str,
    to: Addressee,
    title: str,
    blocks: tuple[Block, ...],
    say: Translator,
) -> Document:
    pilot = process.pilot
    mark = ""
    notes: list[str] = []
    if process.rehearsal:
        mark = say.gettext("rehearsal")
        notes.append(say.gettext("Rehearsal: no real people, votes or decisions"))
    elif pilot.fictional:
        mark = say.gettext("example")
        notes.append(say.gettext("Invented example: no real people, votes or decisions"))
    return Document(
        process=process.id,
        id=f"{kind}-{printed(to.number)}",
        type=kind,
        form="letter",
        language=say.locale,
        version=1,
        title=title,
        sender=own(say, pilot.agency.name),
        to=to.window,
        place=own(say, pilot.territory.name),
        date=say.date(process.calendar.local_day(process.now)),
        notes=tuple(notes),
        watermark=mark,
        blocks=blocks,
        signed_by=_signed_by(process, say),
        footer=" · ".join((own(say, pilot.title), printed(to.number))),
        words={
            "number": say.gettext("Ref. no."),
            "date": say.gettext("Date"),
            "signature": say.gettext("signature"),
            "registration": say.gettext("Registration number"),
            "page": say.render(message("page {page} of {pages}", page="{page}", pages="{pages}")),
            "nothing": say.gettext("nothing"),
            "picture": say.gettext("The picture stands in the PDF of this document."),
        },
    )
