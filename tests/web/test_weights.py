"""Pages are light: what a first visit on a slow line loads, with a generous budget."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.parts import PARTS_OF_A_VOTE

PROCESS = "temirkent-heating-2027"
HERE = f"/p/{PROCESS}/"
NAMES = PARTS_OF_A_VOTE
KIBI = 1024
PAGE, ONCE = 160 * KIBI, 110 * KIBI
"""The most that a page may weigh, and everything that a browser then keeps."""


def test_every_page_is_light(client: FlaskClient, tell: Callable[[str], None]) -> None:
    pages = ("/", "/help/", HERE, *(f"{HERE}{name}/" for name in NAMES))
    weights = {page: len(client.get(f"/kk{page}").data) for page in pages}
    assert {page: weight for page, weight in weights.items() if weight > PAGE} == {}
    heaviest = max(weights, key=lambda page: weights[page])
    tell(
        f"pages: {len(pages)}, the first of a process {weights[HERE] / KIBI:.0f} KiB, the "
        f"heaviest {heaviest} {weights[heaviest] / KIBI:.0f} KiB"
    )


def test_what_is_kept_is_light(client: FlaskClient, tell: Callable[[str], None]) -> None:
    """Style sheets, typefaces and the icon; there is no script."""
    page = client.get(f"/kk{HERE}").text
    found = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    weights = {}
    for address in found:
        with client.get(address) as answer:
            weights[address] = len(answer.data)
    assert len(weights) >= 4
    assert sum(weights.values()) <= ONCE
    tell(f"kept by browsers: {len(weights)} files, {sum(weights.values()) / KIBI:.0f} KiB")


@pytest.mark.parametrize("page", ["/", HERE, f"{HERE}execution/"])
def test_a_page_needs_no_script_and_no_foreign_host(client: FlaskClient, page: str) -> None:
    html = client.get(f"/ru{page}").text
    assert "<script" not in html
    loaded = re.findall(r'<(?:link|img|iframe|source)[^>]*(?:href|src)="([^"]+)"', html)
    assert loaded
    assert [address for address in loaded if not address.startswith("/")] == []
