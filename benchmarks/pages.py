"""Serving the public pages of a whole process: the time of the server, and the weight of each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask.testing import FlaskClient

from benchmarks.measure import Work
from deliberate import jurisdictions
from deliberate.core.clock import SimulatedClock
from deliberate.core.randomness import Generator
from deliberate.core.registry import Registry
from deliberate.core.services.context import Context
from deliberate.core.services.files import read_sheet
from deliberate.core.services.rehearsal.rehearse import rehearse
from deliberate.core.storage import open_store
from deliberate_web import WebConfig, create_app
from deliberate_web.portal.sections import GROUPS

CEILING = 1.5
KEY = b"a key for measurements that guards nothing"


def page_works(folder: Path) -> Iterator[Work]:
    """The example, rehearsed to its end, and every page of it in the state language."""
    with _portal(folder) as (client, process):
        here = f"/kk/p/{process}/"
        addresses = {
            "the list": "/kk/",
            "help": "/kk/help/",
            "a process": here,
            **{item.name: f"{here}{item.name}/" for group in GROUPS for item in group.sections},
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


@contextmanager
def _portal(folder: Path) -> Iterator[tuple[FlaskClient, str]]:
    registry = Registry.load(extra=(jurisdictions,))
    pilot = read_sheet(registry, registry.examples()[0]).pilot
    database = folder / "pages.db"
    with open_store(database, migrate=True) as store:
        ended = rehearse(store, registry, pilot, 2027).context.clock.now()
        context = Context(store, registry, SimulatedClock(ended), Generator(b"pages").bytes)
        app = create_app(WebConfig(str(database), KEY), context=context)
        yield app.test_client(), pilot.id
