"""Asking about an issue, question by question; what was answered is kept when somebody stops.

Questions go to standard error: what comes out of standard output is the advice alone.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from deliberate.cli.house import House
from deliberate.core.advice.issue import Issue
from deliberate.core.advice.questions import Part, Question, Questions
from deliberate.core.advice.reasons import PLAIN
from deliberate.core.errors import Message, UnusableInput, Where, message
from deliberate.core.rulebook.issue_vocabulary import MOST, SURE
from deliberate.core.services.advising import homes
from deliberate.core.services.issue_files import issue_text
from deliberate.core.services.new_files import write_new
from deliberate.core.text import Text

PARTS: tuple[Part, ...] = ("preflight", "question", "circumstance", "home", "means")
Answer = str | int | None

CERTAINTY: dict[str, Message] = {
    "yes": message("yes"),
    "no": message("no"),
    "unsure": message("not sure"),
}


def ask_issue(house: House, issue: Issue, questions: Questions, target: Path | None) -> Issue:
    """Ask what is not answered yet. An interruption writes the answers to `target`, if any."""
    if target is not None and target.exists():
        raise UnusableInput(
            "EXISTS",
            message("This file exists already; nothing was changed."),
            where=Where(str(target)),
            fix=message("Give another name, or remove the file first."),
        )
    _tell(house, message("Answer by number or word; Enter passes over a question. Ctrl-C stops."))
    left = [question for part in PARTS for question in questions.of(part)]
    left = [question for question in left if not _is_answered(issue, question)]
    try:
        for number, question in enumerate(left, 1):
            issue = _with(issue, question, _ask(house, question, f"{number}/{len(left)}"))
    except (click.Abort, KeyboardInterrupt, EOFError):
        if target is not None:
            _keep_the_rest(house, issue, questions, target)
        raise
    return issue


def kept(house: House, issue: Issue, questions: Questions, target: Path) -> None:
    """Write the answers into a new file."""
    write_new(target, issue_text(issue, questions, house.translator.value))


def _keep_the_rest(house: House, issue: Issue, questions: Questions, target: Path) -> None:
    kept(house, issue, questions, target)
    click.echo(err=True)
    _tell(house, message("{file}: your answers so far.", file=str(target)))
    more = f"deliberate advise {target} --ask"
    _tell(house, message("To go on: {command}", command=more))


def _ask(house: House, question: Question, place: str) -> Answer:
    say = house.translator
    options = _options(house, question)
    click.echo(err=True)
    click.secho(f"{place}  {say.value(question.text)}", bold=True, err=True)
    click.secho(f"    {say.value(question.why)}", dim=True, err=True)
    for number, words in enumerate(options.values(), 1):
        click.echo(f"    {number}) {say.value(words)}", err=True)
    while True:
        typed = str(click.prompt("", "", show_default=False, prompt_suffix="  > ", err=True))
        typed = typed.strip().casefold()
        if not typed:
            return None
        answer = _understood(house, question, options, typed)
        if answer is not None:
            return answer
        _tell(house, _expected(question, len(options)))


def _options(house: House, question: Question) -> dict[str, Text | Message]:
    if question.part == "preflight":
        return {word: CERTAINTY[word] for word in SURE}
    if question.part == "home":
        return {**homes(house.registry), PLAIN: message("another country")}
    return dict(question.options)


def _understood(
    house: House, question: Question, options: dict[str, Text | Message], typed: str
) -> Answer:
    """The answer that was meant: its number, its name, or its words; None when it is none."""
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
    if question.part == "means":
        return number if number is not None and 1 <= number <= MOST[question.id] else None
    if number is not None:
        return list(options)[number - 1] if 1 <= number <= len(options) else None
    shown = {house.translator.value(words).casefold(): name for name, words in options.items()}
    return typed if typed in options else shown.get(typed)


def _expected(question: Question, options: int) -> Message:
    if question.part == "means":
        most = MOST[question.id]
        return message("A whole number from 1 to {most} is expected.", most=most)
    return message("Type a number from 1 to {most}, or press Enter.", most=options)


def _is_answered(issue: Issue, question: Question) -> bool:
    given = {**issue.preflight, **issue.answers, **issue.means}
    return question.id in given or (question.part == "home" and bool(issue.jurisdiction))


def _with(issue: Issue, question: Question, answer: Answer) -> Issue:
    match answer:
        case None:
            return issue
        case int():
            return replace(issue, means={**issue.means, question.id: answer})
        case _ if question.part == "home":
            return replace(issue, jurisdiction=answer)
        case _ if question.part == "preflight":
            return replace(issue, preflight={**issue.preflight, question.id: answer})
        case _:
            return replace(issue, answers={**issue.answers, question.id: answer})


def _tell(house: House, text: Message) -> None:
    click.echo(house.translator.render(text), err=True)
