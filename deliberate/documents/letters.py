"""Letters: the words, the printed document and the dates that a notifier sends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deliberate.core.process.facts import Fact
from deliberate.core.process.kind import StepView
from deliberate.core.process.process import Process
from deliberate.core.rulebook.planning.ics import Event, calendar_file
from deliberate.core.services.delivery import Letter
from deliberate.core.services.papers import Paper
from deliberate.core.services.portal.record_words import SENTENCES
from deliberate.core.storage.rows import OutboxRow
from deliberate.documents.document import Document
from deliberate.documents.press import HousePress
from deliberate.i18n import Translator


class HouseSecretariat:
    """Writes each letter in every authentic language of the process, one after the other."""

    def __init__(self, press: HousePress) -> None:
        self._press = press

    def letter(self, process: Process, row: OutboxRow, cause: Fact, paper: Paper | None) -> Letter:
        """The letter of a row of the outbox. Without a document it says what happened."""
        languages = process.pilot.authentic_languages or process.pilot.languages
        says = [self._press.translator(code, process) for code in languages]
        documents = [] if paper is None else [self._made(process, paper, say) for say in says]
        files = dict(self._files(documents))
        dates = _dates(process, cause, says[0])
        if dates:
            files["dates.ics"] = dates
        return Letter(
            id=row.id,
            process=process.id,
            recipient=row.recipient,
            subject=_subject(process, cause, documents, says),
            text="\n".join(self._texts(process, cause, documents, says)),
            files=files,
        )

    def _made(self, process: Process, paper: Paper, say: Translator) -> Document:
        return self._press.document(process, paper, say.locale)

    def _files(self, documents: list[Document]) -> Iterator[tuple[str, bytes]]:
        for document in documents:
            yield f"{document.id}.{document.language}.pdf", self._press.pdf(document)

    def _texts(
        self, process: Process, cause: Fact, documents: list[Document], says: list[Translator]
    ) -> Iterator[str]:
        if documents and documents[0].form in {"letter", "notice"}:
            for document in documents:
                yield self._press.plain(document)
            return
        for say in says:
            yield from _happened(process, cause, say)
            yield ""


def _happened(process: Process, cause: Fact, say: Translator) -> Iterator[str]:
    """What happened, where the reader finds it, and that it is a rehearsal, if it is one."""
    if process.rehearsal:
        yield say.gettext("Rehearsal: no real people, votes or decisions")
    yield f"{say.text(process.pilot.title)}."
    step = process.step(cause.step) if cause.step else None
    where = f"{say.text(step.title)}: " if step is not None else ""
    yield f"{where}{say.render(SENTENCES[cause.kind])}."
    yield say.gettext("Everything about the process is on its page: {process}").format(
        process=process.id
    )


def _subject(
    process: Process, cause: Fact, documents: list[Document], says: list[Translator]
) -> str:
    if documents:
        return " / ".join(document.title for document in documents)
    sentence = SENTENCES[cause.kind]
    return " / ".join(f"{say.text(process.pilot.title)}: {say.render(sentence)}" for say in says)


def _dates(process: Process, cause: Fact, say: Translator) -> bytes | None:
    """The days of the session that an act tells members of; None when it tells of none."""
    events = tuple(_sessions(process, cause, say))
    if not events:
        return None
    return calendar_file(say.text(process.pilot.title), events, cause.at).encode()


def _sessions(process: Process, cause: Fact, say: Translator) -> Iterator[Event]:
    told: Mapping[str, bool] = {
        "announcement.published": True,
        "process.scheduled": True,
        "materials.sent": True,
    }
    for step in process.rulebook.steps if told.get(cause.kind) else ():
        if step.kind != "session":
            continue
        n = int(cause.body["n"]) if cause.kind == "process.scheduled" else cause.n
        planned = process.planned(step.id, n)
        if planned is None:
            continue
        view = StepView(process, step, n)
        days = planned.days or (process.calendar.local_day(planned.starts),)
        for number, day in enumerate(days, start=1):
            uid = f"{process.id}-{view.step.id}-{n}-{number}@deliberate"
            yield Event(uid, say.text(step.title), day)
