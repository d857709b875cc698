"""A lottery: the quotas with pool and panel, and the parties whose values chance came from."""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.core.recruitment.features import Feature
from deliberate.core.services.portal.lotteries import LotteryPage, PartyLine, QuotaLine
from deliberate.documents.document import Column, Table
from deliberate.documents.fields_of_lottery import lottery_of, party_word
from deliberate.documents.invitation_words import feature_word, value_word
from deliberate.documents.making import Making


def lottery_quotas_table(making: Making, _of: str) -> Table:
    """Each quota, how many of the pool have its value, and how many of the panel."""
    say, found = making.say, lottery_of(making)
    columns = (
        Column(say.gettext("Feature"), width=4),
        Column(say.gettext("Value"), width=4),
        Column(say.gettext("Quota"), "right", 2),
        Column(say.gettext("Pool"), "right", 2),
        Column(say.gettext("Panel"), "right", 2),
    )
    rows = tuple(_quotas(making, found)) if found is not None else ()
    return Table(columns, rows, empty=say.gettext("The quotas are not set yet."))


def _quotas(making: Making, found: LotteryPage) -> Iterator[tuple[str, ...]]:
    say = making.say
    for feature in found.features:
        item = Feature(feature.feature)
        for quota in feature.quotas:
            yield (
                feature_word(say, item),
                value_word(say, item, quota.value),
                _bounds(making, quota),
                "–" if quota.pool is None else say.number(quota.pool),
                "" if quota.panel is None else say.number(quota.panel),
            )


def _bounds(making: Making, quota: QuotaLine) -> str:
    least, most = (making.say.number(bound) for bound in (quota.least, quota.most))
    return least if least == most else f"{least}–{most}"


def lottery_values_table(making: Making, _of: str) -> Table:
    """Who committed to a secret value, to which hash, and what was revealed."""
    say, found = making.say, lottery_of(making)
    columns = (
        Column(say.gettext("Party"), width=3),
        Column(say.gettext("Hash of the secret value, and when it was fixed"), width=6),
        Column(say.gettext("The value, and when it was revealed"), width=6),
    )
    rows = tuple(_party(making, party) for party in (found.parties if found is not None else ()))
    return Table(columns, rows, empty=say.gettext("Nobody has committed to a value yet."))


def _party(making: Making, party: PartyLine) -> tuple[str, str, str]:
    return (
        party_word(making, party.party),
        f"{party.hash}\n{making.moment(party.committed_at)}",
        f"{party.value}\n{making.moment(party.revealed_at)}" if party.revealed_at else "",
    )
