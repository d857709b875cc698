"""Letters: the words, the printed documents, the dates and the proof that a notifier sends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deliberate.core.errors import Message, message
from deliberate.core.process.facts import Fact
from deliberate.core.process.process import Process
from deliberate.core.record.letter_seal import proof
from deliberate.core.rulebook.planning.ics import calendar_file
from deliberate.core.services.copies import Copy
from deliberate.core.services.delivery import Letter
from deliberate.core.services.portal.record_sentences import SENTENCES
from deliberate.core.storage.rows import OutboxRow
from deliberate.core.text import Text
from deliberate.documents.document import Document, parse_document
from deliberate.documents.letter_dates import dates_of, joined
from deliberate.documents.letter_words import happened
from deliberate.documents.press import HousePress
from deliberate.i18n import Translator

Sheets = Sequence[tuple[Copy, Sequence[Document]]]
"""Each document of a letter, in each of the letter's languages."""
WORDY = frozenset({"letter", "notice"})
"""The forms of documents whose words are those of the letter itself."""
PROOF = "proof.json"


class HouseSecretariat:
    """Writes each letter in every authentic language of the process, one after the other."""

    def __init__(self, press: HousePress) -> None:
        self._press = press
        self._printed: dict[bytes, bytes] = {}

    def letter(
        self, process: Process, row: OutboxRow, cause: Fact, copies: Sequence[Copy]
    ) -> Letter:
        """The letter of a row of the outbox. Without a document it says what happened."""
        languages = process.pilot.authentic_languages or process.pilot.languages
        says = [self._press.translator(code, process) for code in languages]
        sheets = [(copy, [self._made(process, copy, say) for say in says]) for copy in copies]
        files = {**dict(self._files(sheets)), **dict(_proofs(process, copies))}
        own = list(sheets[0][1]) if sheets else []
        events = dates_of(process, cause, copies, says)
        if events:
            title: Text | Message = process.pilot.title
            if process.rehearsal:
                title = message("{title} (rehearsal)", title=title)
            files["dates.ics"] = calendar_file(joined(says, title), events, cause.at).encode()
        return Letter(
            id=row.id,
            process=process.id,
            recipient=row.recipient,
            subject=_subject(process, cause, own, says),
            text="\n".join(self._texts(process, cause, own, says, sealed=PROOF in files)),
            files=files,
        )

    def _made(self, process: Process, copy: Copy, say: Translator) -> Document:
        """The document as it stands on the record; one that was never issued is composed."""
        text = copy.texts.get(say.locale)
        if text is not None:
            return parse_document(text)
        return self._press.document(process, copy.paper, say.locale)

    def _files(self, sheets: Sheets) -> Iterator[tuple[str, bytes]]:
        """Every document for print; an enclosure also to be filled in on a screen."""
        for copy, documents in sheets:
            for document in documents:
                name = f"{document.id}.{document.language}"
                yield f"{name}.pdf", self._pdf(copy, document)
                if copy.enclosed:
                    yield f"{name}.docx", self._press.docx(document)

    def _pdf(self, copy: Copy, document: Document) -> bytes:
        """The document as PDF; a public one goes to many and is set once."""
        if not copy.paper.template.public:
            return self._press.pdf(document)
        key = document.canonical()
        if key not in self._printed:
            self._printed[key] = self._press.pdf(document)
        return self._printed[key]

    def _texts(
        self,
        process: Process,
        cause: Fact,
        own: Sequence[Document],
        says: Sequence[Translator],
        *,
        sealed: bool,
    ) -> Iterator[str]:
        for number, say in enumerate(says):
            if own and own[0].form in WORDY:
                yield self._press.plain(own[number])
            else:
                yield from happened(process, cause, say)
                yield ""
            if sealed:
                yield say.gettext(
                    "Whether this letter is on the public record, anybody who has it can check: "
                    "{command}"
                ).format(command=f"deliberate verify {process.id}.zip --letter {PROOF}")
                yield ""


def _proofs(process: Process, copies: Sequence[Copy]) -> Iterator[tuple[str, bytes]]:
    """With which the addressee finds what is for nobody else on the public record."""
    for number, copy in enumerate(copies):
        if copy.salt:
            paper = copy.paper
            name = PROOF if number == 0 else f"proof-{paper.id}.json"
            yield name, proof(copy.salt, process.id, paper.id, paper.version, copy.texts)


def _subject(
    process: Process, cause: Fact, own: Sequence[Document], says: Sequence[Translator]
) -> str:
    if own and own[0].form in WORDY:
        return " / ".join(dict.fromkeys(document.title for document in own))
    sentence = SENTENCES[cause.kind]
    return " / ".join(f"{say.text(process.pilot.title)}: {say.render(sentence)}" for say in says)
