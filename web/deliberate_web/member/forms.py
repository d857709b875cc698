"""A plain form: what was typed, what is wrong beside which field, and what became of sending it.

Nothing typed is lost: a form that cannot be used comes back with its values. A form carries a key,
so that sending it twice does the thing once.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue

from deliberate.core.errors import Message, Refused, message
from deliberate.core.services.commands import Done
from deliberate.core.text import Text

LONGEST = 5000
"""Letters of a reason or a comment."""

_KEY = re.compile(r"[\w-]{16,64}", re.ASCII)
_NUMBER = re.compile(r"\d{1,6}", re.ASCII)
CONFIRM, CHANGE = "confirm", "change"


@dataclass
class Form:
    """`go`: which button sent it. `errors` by the name of the field; `problem`: what the process
    says against it, with what to do."""

    key: str
    go: str = ""
    values: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    errors: dict[str, Message] = field(default_factory=dict)
    problem: Message | None = None
    remedy: Message | None = None

    @classmethod
    def blank(cls) -> Form:
        """An empty form with a key of its own."""
        return cls(secrets.token_urlsafe(16))

    @classmethod
    def sent(cls) -> Form:
        """The form of this request. One without a key was not made by our pages."""
        key = request.form.get("key", "")
        if not _KEY.fullmatch(key):
            abort(400)
        return cls(key, request.form.get("go", ""))

    @property
    def fine(self) -> bool:
        return not self.errors

    def choice(self, name: str, allowed: Collection[str], missing: Message) -> str:
        """One of a few values."""
        value = self.values[name] = request.form.get(name, "")
        if value not in allowed:
            self.values[name] = ""
            self.errors[name] = missing
        return value

    def several(self, name: str, allowed: Collection[str]) -> tuple[str, ...]:
        """Any number of values; those that are not on offer are left out."""
        found = tuple(value for value in request.form.getlist(name) if value in allowed)
        self.chosen[name] = found
        return found

    def number(self, name: str) -> int:
        """A hidden number that our page put into the form."""
        value = request.form.get(name, "")
        if not _NUMBER.fullmatch(value):
            abort(400)
        self.values[name] = value
        return int(value)

    def words(self, name: str, languages: Collection[str], missing: Message) -> Text:
        """What somebody wrote, in the language that they named in the field `language`."""
        typed = clean(request.form.get(name, ""))
        self.values[name] = typed
        language = self.choice("language", languages, message("Choose the language you wrote in."))
        if not typed.strip():
            self.errors[name] = missing
        elif len(typed) > LONGEST:
            self.errors[name] = _too_long(typed)
        return Text.of({language: typed.strip()})

    def versions(
        self, name: str, languages: Collection[str], missing: Message, *, needed: bool
    ) -> Text | None:
        """The same words in several languages, each in a field of its own; None where nothing is
        needed and nothing was written."""
        found: dict[str, str] = {}
        for code in languages:
            field_name = f"{name}_{code}"
            typed = self.values[field_name] = clean(request.form.get(field_name, ""))
            found[code] = typed.strip()
            if len(typed) > LONGEST:
                self.errors[field_name] = _too_long(typed)
        if not needed and not any(found.values()):
            return None
        for code, words in found.items():
            if not words:
                self.errors[f"{name}_{code}"] = missing
        return Text.of(found)


Show = Callable[[Form], str]


def settle(
    form: Form,
    *,
    show: Show,
    send: Callable[[], Done],
    then: str,
    review: Show | None = None,
    already: Callable[[], bool] = lambda: False,
) -> ResponseReturnValue:
    """Take a form to its end: back with its errors, on to the review, or done and led on.

    `already`: whether the thing had been done just as it is wished; then nothing is wrong.
    """
    if form.go == CHANGE:
        form.errors.clear()
        return show(form)
    if not form.fine:
        return show(form), 400
    if review is not None and form.go != CONFIRM:
        return review(form)
    try:
        send()
    except Refused as refusal:
        if not already():
            form.problem, form.remedy = refusal.message, refusal.fix
            return show(form), 409
    return redirect(then, 303)


def _too_long(typed: str) -> Message:
    return message(
        "This is too long: {count} letters. At most {most} are possible.",
        count=len(typed),
        most=LONGEST,
    )


def clean(typed: str) -> str:
    """The words without control characters; a line ends in one way."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        letter
        for letter in lines
        if letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cs"}
    )
