"""A member's place: what is listed at which moment, and every form of it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from deliberate.core.process.process import Process
from deliberate.core.services.accounts import add_account, grant_role, sign_in_link
from deliberate.core.services.context import Context

PROCESS = "temirkent-heating-2027"
PLACE = f"/en/p/{PROCESS}/my/"
REGULATION = f"{PLACE}agree/regulation"
DECLARE = f"{PLACE}declare/declarations"
READ = f"{PLACE}read/materials/"
VOTE = f"{PLACE}vote/decision"
COMMENT = f"{PLACE}comment/protocol"
FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def process_of(context: Context) -> Process:
    with context.store.read() as unit:
        return context.read_process(unit, PROCESS)


def holder_of(context: Context, seat: str) -> str:
    found = process_of(context).roster.seat(seat)
    assert found is not None
    return found.holder


class Browser:
    """A client that is signed in, and sends the form of the page it is on."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def get(self, address: str) -> Any:
        return self.client.get(address)

    def hidden(self, text: str, form: int = 0) -> dict[str, str]:
        """The hidden fields of a form of the page, the sign-out form not counted."""
        forms = re.findall(r"<form method="post"(.*?)</form>", text, re.DOTALL)
        return {name: unescape(value) for name, value in FIELD.findall(forms[form])}

    def send(self, address: str, page: Any = None, **typed: Any) -> Any:
        """Fill in the form of a page, by default the one at the address, and send it."""
        fields = self.hidden((page or self.get(address)).text) | typed
        return self.client.post(address, data=fields)

    def confirmed(self, address: str, **typed: Any) -> Any:
        """Through the review to the end."""
        review = self.send(address, **typed, go="review")
        assert review.status_code == 200, review.text
        return self.send(address, review, go="confirm")
