"""The charts of a process's pages, each with its table; drawn when a page asks for one."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from markupsafe import Markup

from deliberate.core.services.portal.gatherings import Gathering
from deliberate.core.services.portal.lotteries import LotteryPage
from deliberate.core.services.portal.page import ProcessPage
from deliberate.core.services.portal.results import PublicVote, Round
from deliberate.core.services.portal.weightings import Weighing
from deliberate.documents.chart_data import (
    calendar_data,
    candidates_data,
    decision_data,
    execution_data,
    regions_data,
)
from deliberate.documents.charts import (
    ChancesData,
    Chart,
    SharesData,
    ValueShare,
    calendar_chart,
    candidates_chart,
    chances_chart,
    decision_chart,
    execution_chart,
    figure,
    shares_chart,
    tile_map_chart,
)
from deliberate.documents.counting.pictures import outcome_charts
from deliberate.documents.points_charts import gathered_chart, votes_chart, weighing_chart
from deliberate.i18n import Translator


class Charts:
    """Draws what a page shows, for one reader. Nothing is drawn of what has not come about."""

    def __init__(self, page: ProcessPage, translator: Translator) -> None:
        self._page, self._say = page, translator
        self._zone = ZoneInfo(page.time_zone)
        self._today = page.now.astimezone(self._zone).date()

    def decision(self, found: Round) -> Markup:
        """The result of one vote of the members, by whatever method."""
        name = f"chart-{found.step}-{found.n}"
        if found.for_ is not None or found.ballot is None or found.counted is None:
            data = decision_data(found)
            return self._shown(decision_chart(data, self._say, id=name) if data else None)
        vote = self._vote(found) if len(self._page.rounds) > 1 else ""
        drawn = outcome_charts(found.ballot, found.counted, self._say, id=name, vote=vote)
        return Markup().join(map(self._shown, drawn))

    def _vote(self, found: Round) -> str:
        """The name of one of several votes."""
        title = self._say.text(found.title)
        return f"{title} ({found.n})" if found.n > 1 else title

    def candidates(self, vote: PublicVote) -> Markup:
        """The candidates by channel. The page has the same as a table of its own."""
        data = candidates_data(vote)
        chart = candidates_chart(data, self._say, id=f"chart-{vote.step}") if data else None
        return Markup() if chart is None else figure(chart, self._say, "none")

    def shares(self, lottery: LotteryPage, number: int) -> Markup:
        """A feature of a lottery: its values in the pool and on the panel, with their quotas."""
        found = lottery.features[number]
        if lottery.fixed is None or lottery.drawn is None:
            return Markup()
        values = tuple(
            ValueShare(
                self._say.word("feature value", one.value),
                None,
                one.pool,
                one.panel or 0,
                one.least,
                one.most,
            )
            for one in found.quotas
        )
        feature = self._say.word("feature", found.feature)
        data = SharesData(feature, lottery.fixed.people, lottery.fixed.size, values)
        name = f"chart-{lottery.step}-{number}"
        return figure(shares_chart(data, self._say, id=name), self._say, "none")

    def chances(self, lottery: LotteryPage) -> Markup:
        """How many people had which chance."""
        fixed = lottery.fixed
        if fixed is None:
            return Markup()
        given = tuple((chance, people) for chance, people in fixed.chances if chance)
        data = ChancesData(given, fixed.never, fixed.equal)
        return self._shown(chances_chart(data, self._say, id=f"chart-{lottery.step}-chances"))

    def execution(self) -> Markup:
        board = self._page.execution
        if board is None:
            return Markup()
        return self._shown(
            execution_chart(execution_data(board, self._zone, self._today, self._say), self._say)
        )

    def calendar(self) -> Markup:
        """The calendar as a Gantt chart. The page has the same as a table of its own."""
        data = calendar_data(self._page.phases, self._zone, self._today, self._say)
        return figure(calendar_chart(data, self._say), self._say, "none")

    def regions(self) -> Markup:
        """The regions that a process of the whole country or of one of them concerns."""
        if not self._page.regions:
            return Markup()
        return self._shown(tile_map_chart(regions_data(self._page.regions, self._say), self._say))

    def weighing(self, weighing: Weighing) -> Markup:
        """The points of each item of one time. The page has the same as a table of its own."""
        name = f"chart-{weighing.step}-{weighing.n}"
        return figure(weighing_chart(weighing, self._say, id=name), self._say, "none")

    def gathered_points(self, gathering: Gathering) -> Markup:
        """The points of all groups together. The page has the same as a table of its own."""
        name = f"chart-{gathering.step}"
        return figure(gathered_chart(gathering, self._say, id=name), self._say, "none")

    def gathered_votes(self, gathering: Gathering) -> Markup:
        """The votes of all groups together. The page has the same as a table of its own."""
        name = f"chart-{gathering.step}"
        return figure(votes_chart(gathering, self._say, id=name), self._say, "none")

    def _shown(self, chart: Chart | None) -> Markup:
        return Markup() if chart is None else figure(chart, self._say)
