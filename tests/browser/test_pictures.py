"""Pictures of ten key pages for docs/pictures, taken when `--take-pictures` asks for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

PROCESS = "temirkent-heating-2027"
HERE = f"/p/{PROCESS}/"
VOTING, MISSING = "2027-02-25T10:00+05:00", "2027-06-14T10:00+05:00"
WIDE, PHONE = (1200, 900), (375, 760)
PICTURES = {
    "list": ("kk", "/", MISSING, WIDE, "light"),
    "process": ("en", HERE, MISSING, WIDE, "light"),
    "process-on-a-phone": ("kk", HERE, VOTING, PHONE, "light"),
    "process-dark": ("ru", HERE, MISSING, WIDE, "dark"),
    "candidates": ("ru", f"{HERE}candidates/", MISSING, WIDE, "light"),
    "inputs": ("en", f"{HERE}inputs/", MISSING, WIDE, "light"),
    "decision": ("kk", f"{HERE}decision/", MISSING, WIDE, "light"),
    "execution": ("ru", f"{HERE}execution/", MISSING, WIDE, "light"),
    "conformity": ("en", f"{HERE}conformity/", MISSING, WIDE, "light"),
    "help": ("kk", "/help/", MISSING, WIDE, "light"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_key_page_has_its_picture(
    browser: Browser,
    site: Callable[[str], str],
    project: Path,
    request: pytest.FixtureRequest,
    name: str,
) -> None:
    """Without the option only that the picture is there; its content is looked at by people."""
    path = project / "docs" / "pictures" / f"{name}.png"
    if request.config.getoption("--take-pictures"):
        locale, address, moment, (width, height), scheme = PICTURES[name]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        page = context.new_page()
        page.goto(f"{site(moment)}/{locale}{address}")
        page.evaluate("document.fonts.ready")
        page.screenshot(path=path)
        context.close()
    assert path.read_bytes().startswith(b"\x89PNG")
