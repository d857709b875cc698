"""The papers of a rehearsal: short files made from what the pilot says about each material."""

from __future__ import annotations

from deliberate.core.rulebook.pilot import Material, Pilot
from deliberate.core.services.rehearsal.stage import Stage
from deliberate.core.text import Text

MEDIA_TYPE = "text/plain; charset=utf-8"

NOTE = Text.of(
    {
        "kk": "Қысқаша мазмұны. Процесс жаттығуы үшін жасалған мәтін: құжат емес.",
        "ru": "Краткое изложение. Текст для репетиции процедуры, не документ.",
        "en": "A short summary, made for a rehearsal of the procedure: not a document.",
    }
)
QUESTION = Text.of({"kk": "Мәселе", "ru": "Вопрос", "en": "The question"})
PRO = Text.of({"kk": "Қолдайтын дәлелдер", "ru": "Доводы «за»", "en": "What speaks for it"})
CONTRA = Text.of({"kk": "Қарсы дәлелдер", "ru": "Доводы «против»", "en": "What speaks against it"})


def keep_paper(stage: Stage, material: Material, language: str) -> str:
    """Keep the file of a material in one language; returns the hash that the record names."""
    content = paper_text(stage.pilot, material, language).encode()
    with stage.context.store.transaction() as unit:
        return unit.add_attachment(content, MEDIA_TYPE)


def paper_text(pilot: Pilot, material: Material, language: str) -> str:
    """Title, question, and what speaks for and against; a part without words is left out."""
    parts = [f"{material.id}. {_in(material.title, language)}"]
    for head, words in (
        (QUESTION, pilot.remit.whole),
        (PRO, material.pro),
        (CONTRA, material.contra),
    ):
        if words:
            parts.append(f"{_in(head, language)}\n{_in(words, language)}")
    return "\n\n".join((*parts, _in(NOTE, language))) + "\n"


def _in(words: Text, language: str) -> str:
    return words.best(language)[0]
