"""A rulebook may name the items of a session and leave open how long each takes."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from deliberate.core.storage import open_store
from deliberate_web.app import create_app
from deliberate_web.config import WebConfig
from tests import recruitment

ITEMS = 'items = [{ kind = "discussion", minutes = 60 }]'


def test_pages_show_items_without_minutes(
    registry: Any, closing: ExitStack, monkeypatch: Any, tmp_path: Any
) -> None:
    for name in ("recruitment_rulebook.toml", "recruitment_pilot.toml"):
        text = (recruitment.DATA / name).read_text(encoding="utf-8")
        changed = text.replace(ITEMS, 'items = [{ kind = "discussion" }]')
        (tmp_path / name).write_text(changed, encoding="utf-8")
    assert ITEMS not in (tmp_path / "recruitment_rulebook.toml").read_text(encoding="utf-8")
    monkeypatch.setattr(recruitment, "DATA", tmp_path)
    store = closing.enter_context(open_store(":memory:", migrate=True))
    context = recruitment.opened(store, registry)
    app = create_app(WebConfig(":memory:", "k" * 64, "http://localhost"), context=context)
    client = app.test_client()
    for part in ("", "agenda/", "calendar/"):
        page = client.get(f"/en/p/{recruitment.PROCESS}/{part}")
        assert page.status_code == 200, part
        assert "0 minutes" not in page.text
