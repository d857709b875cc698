"""The desk of a lottery with ten seats in Kazakhstan, and tables that a pool could come from."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from deliberate.core.services.accounts import sign_in_link
from deliberate.core.services.context import Context
from deliberate.core.storage import Store
from tests import recruitment

PROCESS, STEP = recruitment.PROCESS, "lottery"
OPEN = datetime(2027, 2, 10, 8, tzinfo=UTC)
HERE = f"p/{PROCESS}/lottery-desk/"
PLACE = f"{HERE}{STEP}/"
HEADS = "№;ФИО;Пол;Возраст;Адрес;Эл. почта;Телефон"


def table(count: int = 80, **changed: str) -> str:
    """A pool as a Russian office would write it; `changed`: rows by number, as `r3`."""
    ages = (19, 25, 33, 36, 41, 50, 56, 61, 70)
    rows = []
    for n in range(1, count + 1):
        person = f"{n};Человек {n};{'МЖ'[n % 2]};{ages[n * 7 % 9]}"
        rows.append(f"{person};ул. Мира {n // 2};p{n}@mail.kz;+7 701 {n:04d}")
    for name, row in changed.items():
        rows[int(name[1:]) - 1] = row
    return "\n".join([HEADS, *rows]) + "\n"


def ten_seats(store: Store, registry: Any, monkeypatch: Any, tmp_path: Any) -> Context:
    """The small process of `recruitment`, with ten seats and the figures of Kazakhstan."""
    for name in ("recruitment_rulebook.toml", "recruitment_pilot.toml"):
        text = (recruitment.DATA / name).read_text(encoding="utf-8")
        text = text.replace("count = 4", "count = 10")
        text = text.replace(
            'source = "own"\n\n[[sources]]', 'jurisdiction = "kz"\nsource = "own"\n\n[[sources]]', 1
        )
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(recruitment, "DATA", tmp_path)
    return recruitment.at(recruitment.opened(store, registry), OPEN)


def link(context: Context) -> str:
    return sign_in_link(context, recruitment.STAFF.id)
