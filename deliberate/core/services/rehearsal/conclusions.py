"""Points of a poll's report: how opinions changed, and the verdict, in the pilot's languages."""

from __future__ import annotations

from fractions import Fraction

from deliberate.core.rounded import Rounded
from deliberate.core.rulebook.asked import questionnaire_of
from deliberate.core.rulebook.model import Step
from deliberate.core.rulebook.questionnaire import Item
from deliberate.core.services.rehearsal.stage import Stage
from deliberate.core.services.rehearsal.waves import changes
from deliberate.core.text import Text

MEMBERS = "members"
CHANGED = {
    "kk": "«{question}» – жауаптардың үлесі, пайызбен: {shares}.",
    "ru": "«{question}» – доли ответов, в процентах: {shares}.",
    "en": "“{question}”, shares of the answers in per cent: {shares}.",
}
VERDICT = {
    "kk": "Қорытынды шешім: «{answer}».",
    "ru": "Вердикт: «{answer}».",
    "en": "The verdict: “{answer}”.",
}


def concluded(stage: Stage) -> tuple[Text, ...]:
    """One point for each opinion that the last wave of the members compares with an earlier one,
    then the verdict; nothing where a process has no such wave. What people know calls for no
    answer of an agency."""
    process = stage.process()
    waves = [
        fact.step
        for fact in process.select("survey.closed")
        for step in [process.rulebook.step(str(fact.step))]
        if step is not None and step.parameters.same_as and step.parameters.who == MEMBERS
    ]
    last = process.rulebook.step(str(waves[-1])) if waves else None
    if last is None:
        return ()
    asks = questionnaire_of(process.rulebook, stage.pilot, last)
    items = asks.items if asks is not None else ()
    opinions = tuple(item for item in items if not item.correct)
    told = [_changed(stage, item, moved) for item, moved in changes(process, last, opinions)]
    return (*told, *_verdict(stage, last, items))


def _changed(stage: Stage, item: Item, moved: dict[str, tuple[Fraction, Fraction]]) -> Text:
    words = {}
    for language in stage.pilot.languages:
        shares = ", ".join(
            f"{option.text.best(language)[0]} {_share(moved[option.id][0], language)} → "
            f"{_share(moved[option.id][1], language)}"
            for option in item.options
            if option.id in moved
        )
        sentence = CHANGED.get(language, CHANGED["en"])
        words[language] = sentence.format(question=item.text.best(language)[0], shares=shares)
    return Text.of(words)


def _verdict(stage: Stage, step: Step, items: tuple[Item, ...]) -> tuple[Text, ...]:
    closed = stage.process().view(step).first("survey.closed")
    answer = None if closed is None else closed.body.get("verdict")
    for item in items:
        for option in item.options:
            if item.id == step.parameters.verdict and option.id == answer:
                words = {
                    language: VERDICT.get(language, VERDICT["en"]).format(
                        answer=option.text.best(language)[0]
                    )
                    for language in stage.pilot.languages
                }
                return (Text.of(words),)
    return ()


def _share(value: Fraction, language: str) -> str:
    """One decimal, after the sign that the language puts before it."""
    written = str(Rounded(value, 1))
    return written if language == "en" else written.replace(".", ",")
