"""Serving the public pages of a whole process: the time of the server, and the weight of each."""

from __future__ import annotations

from collections.abc import Iterator

from flask.testing import FlaskClient

from benchmarks.lived import Lived
from benchmarks.measure import Work
from deliberate_web import WebConfig, create_app
from deliberate_web.portal.sections import GROUPS

CEILING = 1.5
OTHERS = frozenset({"lottery", "hearing", "recommendations", "surveys", "weighting", "gathering"})
"""Parts of other models: the example elects its members and writes a protocol."""
KEY = b"a key for measurements that guards nothing"


def page_works(lived: Lived) -> Iterator[Work]:
    """Every page of the process that ended, in the state language."""
    app = create_app(WebConfig(str(lived.database), KEY), context=lived.context)
    client, here = app.test_client(), f"/kk/p/{lived.process}/"
    addresses = {
        "the list": "/kk/",
        "help": "/kk/help/",
        "the models": "/kk/models/",
        "a process": here,
        **{
            item.name: f"{here}{item.name}/"
            for group in GROUPS
            for item in group.sections
            if item.name not in OTHERS
        },
        "candidates as CSV": f"{here}data/candidates.csv",
        "news of a process": f"{here}feed.atom",
    }
    for name, address in addresses.items():
        yield Work(
            f"page: {name}, {len(client.get(address).data) / 1024:.1f} KiB",
            "page",
            1,
            CEILING,
            Asking(client, address),
        )


class Asking:
    """One address, asked for each time it is called."""

    def __init__(self, client: FlaskClient, address: str) -> None:
        self._client, self._address = client, address

    def __call__(self) -> None:
        answer = self._client.get(self._address)
        if answer.status_code != 200:
            raise RuntimeError(f"{self._address} answers {answer.status_code}")
