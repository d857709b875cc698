"""`deliberate letters`: what waits in the outbox, what was sent with which proof, and sending."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from deliberate.cli.house import House
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.tables import show_table
from deliberate.core.errors import Message, message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from deliberate.core.services.delivery import Delivered, Queued, Tell
    from deliberate.core.text import Text

MANY = 20
"""From how many letters on, and after how many of them, the progress is told."""


@command(
    _(
        "List the letters of a process, or send those that wait.\n\n"
        "With --into each letter that is due is written into a folder of its own, with the printed "
        "documents, its dates and, where it is to one addressee, the proof with which `deliberate "
        "verify` finds it on the record. The hash of what was written is kept as proof of sending."
    )
)
@click.argument("process", metavar="PROCESS")
@click.option("--into", metavar="FOLDER", help=_("Write the letters that wait into this folder."))
@json_option
@click.pass_obj
def letters(house: House, process: str, into: str | None, as_json: bool) -> int:
    from deliberate.core.services.delivery import letters_of, titles_of

    context = house.context()
    if into is not None:
        return _send(house, process, Path(into), as_json=as_json)
    rows = letters_of(context, process)
    if as_json:
        house.tell_machine([_as_json(row) for row in rows])
        return 0
    say, titles = house.translator, titles_of(context, process)
    show_table(
        house,
        [say.gettext(head) for head in (_("no."), _("to"), _("about"), _("due"), _("sent"))],
        [
            (
                str(row.id),
                row.recipient,
                _about(house, row, titles),
                say.date(row.due_at),
                "" if row.sent_at is None else f"{say.date(row.sent_at)}, {row.proof}",
            )
            for row in rows
        ],
        narrow=(0, 1, 3),
    )
    return 0


def _send(house: House, process: str, folder: Path, *, as_json: bool) -> int:
    from deliberate.core.services.delivery import deliver
    from deliberate.core.services.folder_notifier import FolderNotifier
    from deliberate.documents.letters import HouseSecretariat

    notifier = FolderNotifier(folder)
    context, secretariat = house.context(), HouseSecretariat(house.press)
    notifier.make_ready()
    done = deliver(context, secretariat, notifier, process, _teller(house))
    if as_json:
        house.tell_machine([_outcome(house, item) for item in done])
    else:
        _tell_outcome(house, done)
    return 0 if all(item.sent for item in done) else 1


def _teller(house: House) -> Tell:
    """Shows on standard error how far the sending has come, where there are many to send."""

    def tell(done: int, of: int) -> None:
        if of >= MANY and (done % MANY == 0 or done == of):
            words = message("Letters: {done} of {all}", done=done, all=of)
            click.echo(house.translator.render(words), err=True)

    return tell


def _tell_outcome(house: House, done: Sequence[Delivered]) -> None:
    failed = [item for item in done if not item.sent]
    house.say(
        message(
            "Letters sent: {sent}. Not sent: {failed}.",
            sent=len(done) - len(failed),
            failed=len(failed),
        )
    )
    for reason in dict.fromkeys(item.reason for item in failed if item.reason is not None):
        numbers = tuple(item.row.id for item in failed if item.reason == reason)
        house.say(message("{numbers}: {reason}", numbers=numbers, reason=reason))
    others = tuple(item.row.id for item in done if item.other_holder)
    if others:
        house.say(
            message(
                "The seat has changed hands since: {numbers}. These letters are to whoever held it "
                "at the time.",
                numbers=others,
            )
        )


def _outcome(house: House, item: Delivered) -> dict[str, object]:
    return {
        "id": item.row.id,
        "to": item.row.recipient,
        "sent": item.sent,
        "proof": item.proof,
        "reason": None if item.reason is None else house.translator.render(item.reason),
        "other_holder": item.other_holder,
    }


def _about(house: House, row: Queued, titles: Mapping[str, Text]) -> str:
    """The title of the document that it brings, or what happened."""
    from deliberate.core.services.notices import document_of
    from deliberate.core.services.portal.record_sentences import SENTENCES

    title = titles.get(document_of(row))
    if title is not None:
        return house.translator.text(title)
    return house.translator.render(SENTENCES.get(row.kind, Message(row.kind)))


def _as_json(row: Queued) -> dict[str, object]:
    from deliberate.core.services.notices import document_of

    return {
        "id": row.id,
        "to": row.recipient,
        "kind": row.kind,
        "document": document_of(row),
        "due": row.due_at.isoformat(),
        "sent": None if row.sent_at is None else row.sent_at.isoformat(),
        "attempts": row.attempts,
        "proof": row.proof,
    }
