"""Player of a survey: it is opened, answered by each member or in bulk, and closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from deliberate.core.canonical import digest
from deliberate.core.common.survey_result import published_shares
from deliberate.core.errors import Message, message, nmessage
from deliberate.core.process.process import Process
from deliberate.core.randomness import Generator
from deliberate.core.rounded import Rounded
from deliberate.core.rulebook.asked import questionnaire_of
from deliberate.core.rulebook.model import Step
from deliberate.core.rulebook.pilot_script import RehearsedSurvey
from deliberate.core.rulebook.questionnaire import CHOSEN, Item, Questionnaire
from deliberate.core.services.rehearsal.attendance import came
from deliberate.core.services.rehearsal.preparing import span
from deliberate.core.services.rehearsal.stage import SECRETARY, Stage
from deliberate.core.services.rehearsal.waves import (
    FACTS,
    TENTHS,
    changes,
    drawn_near,
    portions,
    share,
    wave_before,
)
from deliberate.core.survey.survey import INSTITUTE, counted_by, members
from deliberate.core.text import Text

SAMPLE, ANSWERING = 300, 240
"""An invented sample: so many are asked, so many answer."""
MARGIN = "5.0"
DEALT = ("single", "scale")
"""Kinds of questions with one answer on each paper, whose shares add up to a hundred."""
WEIGHTING = Text.of(
    {
        "kk": "Ойдан шығарылған сауалнама: салмақтау жүргізілмеді.",
        "ru": "Вымышленный опрос: без взвешивания.",
        "en": "An invented survey, not weighted.",
    }
)
REMARK = Text.of({"kk": "Ескертпе жоқ.", "ru": "Замечаний нет.", "en": "Nothing to remark."})


def play_survey(stage: Stage, process: Process, step: Step) -> None:
    """Open at the beginning, take in the answers, close at the end of what is planned."""
    begin, end = span(stage, process, step)
    told = next((item for item in stage.script.surveys if item.step == step.id), None)
    scene = told or RehearsedSurvey(step.id)

    def ready() -> bool:
        return stage.process().state(step.id).state not in {"waiting", "skipped"}

    def open_it() -> None:
        if ready():
            asked = {} if step.parameters.who == "members" else {"asked": scene.asked or SAMPLE}
            stage.act(SECRETARY, step.id, "open", asked)
            _take_in(stage, step, scene)

    def close() -> None:
        if ready():
            stage.act(SECRETARY, step.id, "close")
            _say(stage, step, scene)

    stage.at(begin, open_it)
    stage.at(end, close)


def _take_in(stage: Stage, step: Step, scene: RehearsedSurvey) -> None:
    current = stage.process()
    view = current.view(step)
    asks = questionnaire_of(current.rulebook, stage.pilot, step)
    if asks is None:
        return
    seats = came(current, members(view)) if step.parameters.who == "members" else ()
    count = scene.n or len(seats) or ANSWERING
    if counted_by(view) == INSTITUTE:
        stage.act(SECRETARY, step.id, "hand_in", _handed_in(stage, step, asks, scene, count))
        return
    if step.parameters.who != "members":
        papers = _papers(stage, step, asks, scene, count)
        stage.act(SECRETARY, step.id, "enter", {"papers": papers})
        return
    papers = _papers(stage, step, asks, scene, len(seats))
    for seat, paper in zip(seats, papers, strict=False):
        if not stage.member(seat).id:
            stage.link(seat)
        stage.act(stage.member(seat), step.id, "answer", {"answers": paper})


def _papers(
    stage: Stage, step: Step, asks: Questionnaire, scene: RehearsedSurvey, count: int
) -> list[dict[str, Any]]:
    """As many papers; the answers to each question are dealt out as the script counts them, else
    near the wave before."""
    process, language = stage.process(), stage.pilot.languages[0]
    columns: dict[str, list[Any]] = {}
    for item in asks.items:
        told = scene.counts.get(item.id)
        before = wave_before(process, step, item) if item.kind in DEALT else None
        if told is None and before is not None:
            near = drawn_near(item, before, stage.rng)
            told = dict(zip(near, portions(list(near.values()), count), strict=True))
        if told is None:
            columns[item.id] = [_made_up(item, stage.rng, language) for _ in range(count)]
        else:
            columns[item.id] = stage.rng.shuffle(_dealt(item, told, count))
    return [
        {name: column[place] for name, column in columns.items() if column[place] is not None}
        for place in range(count)
    ]


def _dealt(item: Item, told: Mapping[str, int], count: int) -> list[Any]:
    """The answers that are counted; who is not counted there does not answer."""
    found: list[Any] = []
    for name, times in told.items():
        value: Any = int(name) if item.kind in {"scale", "number"} else name
        found += [[value] if item.kind == "multiple" else value] * times
    return (found + [None] * count)[:count]


def _made_up(item: Item, rng: Generator, language: str) -> Any:
    if item.kind == "single":
        return rng.choice(item.answers)
    if item.kind == "multiple":
        return rng.sample(list(item.answers), rng.below(len(item.answers) + 1))
    if item.kind == "text":
        return REMARK.best(language)[0]
    low, high = item.lowest or 0, item.highest if item.highest is not None else 100
    return low + rng.below(high - low + 1)


def _handed_in(
    stage: Stage, step: Step, asks: Questionnaire, scene: RehearsedSurvey, count: int
) -> dict[str, Any]:
    """The shares of the script, which may know only how many answered; invented ones that add up
    to a hundred where it tells nothing."""
    process = stage.process()
    shares = {name: dict(given) for name, given in scene.shares.items()}
    for item in asks.items:
        if scene.n is None and item.id not in shares and item.kind in (*CHOSEN, "scale"):
            before = wave_before(process, step, item) if item.kind in DEALT else None
            if before is None:
                shares[item.id] = _shares(item.answers, stage.rng)
            else:
                near = drawn_near(item, before, stage.rng)
                shares[item.id] = {name: share(tenths) for name, tenths in near.items()}
    margin = scene.margin or (MARGIN if scene.n is None else "")
    return {
        "n": count,
        "shares": shares,
        **({"margin": margin} if margin else {}),
        "weighting": (scene.weighting or WEIGHTING).as_dict(),
        "sha256": scene.sha256 or digest(f"report of {scene.step}".encode()),
    }


def _shares(names: Sequence[str], rng: Generator) -> dict[str, str]:
    """Every answer has a share by chance; none of them is nothing or all."""
    tenths = portions([1 + rng.below(TENTHS) for _ in names], TENTHS)
    return {name: share(part) for name, part in zip(names, tenths, strict=True)}


def _say(stage: Stage, step: Step, scene: RehearsedSurvey) -> None:
    process = stage.process()
    closed = process.view(step).first("survey.closed")
    if closed is None:
        return
    count = closed.body.get("answered", closed.body.get("n", 0))
    stage.say(step.id, nmessage("{count} answer.", "{count} answers.", count))
    asks = questionnaire_of(process.rulebook, stage.pilot, step)
    if asks is None:
        return
    moved = dict(_changes(process, step, asks))
    given = published_shares(process, step.id)
    for item in asks.items:
        said = moved.get(item.id)
        if said is None and item.id in {**scene.counts, **scene.shares} and item.id not in FACTS:
            said = tuple(
                message("{option} {share}", option=option.text, share=Rounded(value, 1))
                for option in item.options
                if (value := given.get(item.id, {}).get(option.id)) is not None
            )
        if said:
            words = {"question": item.text, "changes": said}
            stage.say(step.id, message("“{question}”, in per cent: {changes}.", **words))
    if "verdict" in closed.body:
        _say_verdict(stage, step, closed.body)


def _changes(
    process: Process, step: Step, asks: Questionnaire
) -> Iterator[tuple[str, tuple[Message, ...]]]:
    """Where a wave and the one it repeats both gave shares of a question: from which to which."""
    for item, moved in changes(process, step, asks.items):
        texts = {option.id: option.text for option in item.options}
        yield (
            item.id,
            tuple(
                message(
                    "{option} {before} → {after}",
                    option=texts[name],
                    before=Rounded(before, 1),
                    after=Rounded(after, 1),
                )
                for name, (before, after) in moved.items()
            ),
        )


def _say_verdict(stage: Stage, step: Step, body: Mapping[str, Any]) -> None:
    """The answer that leads beyond the margin, or that none does."""
    asks = questionnaire_of(stage.process().rulebook, stage.pilot, step)
    item = asks.item(str(body["item"])) if asks is not None else None
    options = item.options if item is not None else ()
    answer = next((one.text for one in options if one.id == body["verdict"]), None)
    margin = body["margin"]
    told = message("No answer leads by more than the margin of {margin} points.", margin=margin)
    if answer is not None:
        told = message(
            "“{answer}” leads by more than the margin of {margin} points: it is the verdict.",
            answer=answer,
            margin=margin,
        )
    stage.say(step.id, told)
