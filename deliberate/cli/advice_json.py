"""The advice for machines: every number with its source, sentences in the reader's language."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from deliberate.core.advice.advice import WEIGHTS
from deliberate.core.advice.telling import VERDICTS, few_days_to_justify, notes_on

if TYPE_CHECKING:
    from deliberate.cli.house import House
    from deliberate.core.advice.advice import Advice, Ranked
    from deliberate.core.advice.issue import Issue
    from deliberate.core.advice.questions import Questions
    from deliberate.core.advice.reason import Reason
    from deliberate.core.rulebook.fit import Fit, Span


def advice_as_json(
    house: House, issue: Issue, questions: Questions, advice: Advice
) -> dict[str, Any]:
    """Everything that `advise` says."""
    say = house.translator
    return {
        "verdict": advice.verdict,
        "advice": say.render(VERDICTS[advice.verdict]),
        "notes": [say.render(note) for note in notes_on(advice)],
        "failing": [
            {"condition": one.id, "text": say.text(one.short), "remedy": say.text(one.failing)}
            for one in advice.failing
        ],
        "unsure": [one.id for one in advice.unsure],
        "unanswered": [one.id for one in advice.unanswered],
        "answers": {
            "preflight": dict(issue.preflight),
            "answers": dict(issue.answers),
            "means": dict(issue.means),
            "jurisdiction": issue.jurisdiction,
        },
        "models": [_ranked(house, place, one) for place, one in enumerate(advice.ranked, 1)],
    }


def _ranked(house: House, place: int, item: Ranked) -> dict[str, Any]:
    say, fit = house.translator, item.candidate.fit
    few = few_days_to_justify(item)
    return {
        "place": place,
        "model": item.candidate.name,
        "title": say.text(item.candidate.title),
        "points": item.points,
        "advised": item.advised,
        "for": [_reason(house, one) for one in item.reasons_for],
        "against": [_reason(house, one) for one in item.reasons_against],
        "not_advised_when": [
            {"id": one.id, "text": say.text(one.text), **_known(fit, one)}
            for one in fit.not_advised_when
        ],
        "estimates": {"smallest": asdict(item.smallest), "usual": asdict(item.usual)},
        "numbers": {
            "people": _span(fit, fit.people),
            "days": _span(fit, fit.days),
            "cost": _known(fit, fit.cost),
        },
        "to_justify": [
            {"principle": one.principle, "text": say.text(one.text)}
            for one in item.candidate.deviations
        ]
        + ([{"principle": "GP8", "text": say.render(few)}] if few is not None else []),
        "other_variants": [
            {"model": one.candidate.name, "points": one.points, "advised": one.advised}
            for one in item.others
        ],
    }


def _reason(house: House, reason: Reason) -> dict[str, Any]:
    say = house.translator
    return {
        "question": reason.question,
        "strength": reason.strength,
        "points": WEIGHTS[reason.strength],
        "bars": reason.bars,
        "text": say.render(reason.words),
        "why": say.text(reason.why),
        "source": reason.source,
        "status": reason.status,
    }


def _span(fit: Fit, span: Span) -> dict[str, Any]:
    return {"least": span.least, "usual": span.usual, **_known(fit, span)}


def _known(fit: Fit, item: Any) -> dict[str, Any]:
    source = fit.source(item.source)
    text = source.text if source is not None else ""
    return {"source": item.source, "source_text": text, "status": item.status}
