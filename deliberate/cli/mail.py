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
    from deliberate.core.services.delivery import Queued


@command(
    _(
        "List the letters of a process, or send those that wait.\n\n"
        "With --into each letter that is due is written into a folder of its own, with the printed "
        "document and its dates, and the hash of what was written is kept as proof of sending."
    )
)
@click.argument("process", metavar="PROCESS")
@click.option("--into", metavar="FOLDER", help=_("Write the letters that wait into this folder."))
@json_option
@click.pass_obj
def letters(house: House, process: str, into: str | None, as_json: bool) -> int:
    from deliberate.core.services.delivery import letters_of

    context = house.context()
    if into is not None:
        return _send(house, process, Path(into), as_json=as_json)
    rows = letters_of(context, process)
    if as_json:
        house.tell_machine([_as_json(row) for row in rows])
        return 0
    say = house.translator
    show_table(
        house,
        [say.gettext(head) for head in (_("no."), _("to"), _("about"), _("due"), _("sent"))],
        [
            (
                str(row.id),
                row.recipient,
                say.render(_about(row)),
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

    done = deliver(house.context(), HouseSecretariat(house.press), FolderNotifier(folder), process)
    failed = [item for item in done if not item.sent]
    if as_json:
        house.tell_machine(
            [{"id": item.row.id, "sent": item.sent, "proof": item.proof} for item in done]
        )
    else:
        house.say(
            message(
                "Letters sent: {sent}. Not sent: {failed}.",
                sent=len(done) - len(failed),
                failed=len(failed),
            )
        )
    return 1 if failed else 0


def _about(row: Queued) -> Message:
    from deliberate.core.services.portal.record_words import SENTENCES

    return SENTENCES.get(row.kind, Message(row.kind))


def _as_json(row: Queued) -> dict[str, object]:
    return {
        "id": row.id,
        "to": row.recipient,
        "kind": row.kind,
        "due": row.due_at.isoformat(),
        "sent": None if row.sent_at is None else row.sent_at.isoformat(),
        "attempts": row.attempts,
        "proof": row.proof,
    }
