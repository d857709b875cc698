"""What is taken up has a place in the protocol or the papers; what is not has none."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from deliberate.core.common.ledger import DISPOSITIONS, dispose
from deliberate.core.errors import Refused


def command(disposition: str, place: str) -> Any:
    received = SimpleNamespace(body={"input": "S1"})
    body = {"input": "S1", "disposition": disposition, "reason": {"en": "why"}}
    return SimpleNamespace(
        body=body | ({"place": place} if place else {}),
        process=SimpleNamespace(select=lambda _kind: (received,)),
        fact=lambda kind, _body: kind,
    )


@pytest.mark.parametrize("disposition", DISPOSITIONS)
def test_a_place_belongs_to_what_is_taken_up(disposition: str) -> None:
    taken = disposition in {"taken_up", "in_part"}
    assert dispose(command(disposition, "K1" if taken else "")) == ["ledger.disposed"]
    with pytest.raises(Refused) as refused:
        dispose(command(disposition, "" if taken else "K1"))
    assert refused.value.code == "PLACE"
