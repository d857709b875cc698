"""Buttons that lead to another page."""

from __future__ import annotations

from playwright.sync_api import Page


def click(page: Page, selector: str) -> None:
    """Press a button that leads on, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.click(selector)
