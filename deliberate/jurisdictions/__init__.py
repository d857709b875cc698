"""Jurisdictions that come with the package: Kazakhstan, and a plain one for anywhere else."""

from __future__ import annotations

from collections.abc import Sequence

from deliberate.core.hookspecs import hookimpl
from deliberate.core.jurisdiction import Jurisdiction
from deliberate.jurisdictions.kz import kz_jurisdiction
from deliberate.jurisdictions.plain import plain_jurisdiction


@hookimpl
def deliberate_jurisdictions() -> Sequence[Jurisdiction]:
    return (kz_jurisdiction(), plain_jurisdiction())
