"""Writing an issue file: the answers with their questions as comments, ready to be edited."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from deliberate.core.advice.issue import Issue
from deliberate.core.advice.questions import Part, Question, Questions
from deliberate.core.errors import Message, message
from deliberate.core.services.pilot_template import toml
from deliberate.core.text import Text

Say = Callable[[Text | Message], str]

TABLES: dict[str, tuple[Part, ...]] = {
    "preflight": ("preflight",),
    "answers": ("question", "circumstance"),
    "means": ("means",),
}
LANGUAGES = ("kk", "ru", "en")


def issue_text(issue: Issue, questions: Questions, say: Say) -> str:
    """The text of an issue file; what is not answered is commented out."""
    return "\n".join(_lines(issue, questions, say)) + "\n"


def _lines(issue: Issue, questions: Questions, say: Say) -> Iterator[str]:
    yield from _comment(say(message("What is to be decided, as the advisor was told.")))
    yield ""
    yield "[issue]"
    for language in LANGUAGES:
        words = issue.title.get(language)
        yield f"title.{language} = {toml(words)}" if words else f'# title.{language} = ""'
    for question in questions.of("home"):
        yield from _comment(say(question.text))
    home = issue.jurisdiction
    yield f"jurisdiction = {toml(home)}" if home else '# jurisdiction = ""'
    for table, parts in TABLES.items():
        yield ""
        yield f"[{table}]"
        for part in parts:
            for question in questions.of(part):
                yield from _answer(issue, question, say)
    yield ""
    yield from _comment(say(message("What the agency chose in the end, and why:")))
    yield "# [choice]"
    yield '# model = ""'
    for language in LANGUAGES:
        yield f'# reason.{language} = ""'


def _answer(issue: Issue, question: Question, say: Say) -> Iterator[str]:
    yield from _comment(say(question.text))
    given = {**issue.preflight, **issue.answers, **issue.means}.get(question.id)
    if given is None:
        yield f"# {question.id} ="
    else:
        yield f"{question.id} = {toml(given)}"


def _comment(words: str) -> Iterator[str]:
    return (f"# {line}" for line in words.splitlines())
