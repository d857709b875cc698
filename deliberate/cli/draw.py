"""`deliberate draw`: a civic lottery over files, alone or before a process."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from deliberate.cli.greedy import LEGACY, draw_for_comparison, exclude
from deliberate.cli.house import House
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.core.errors import Message, UnusableInput, message
from deliberate.core.rounded import Rounded

if TYPE_CHECKING:
    from deliberate.core.recruitment.lottery.alternates import Alternates
    from deliberate.core.recruitment.lottery.facts import Shares
    from deliberate.core.recruitment.lottery.fair_shares import Objective
    from deliberate.core.recruitment.lottery.pool import Pool, Targets
    from deliberate.core.services.civic_lottery import DrawnPanel, NeverChosen
    from deliberate.core.services.uniform_draws import UniformDraw

OBJECTIVES = ("leximin", "maximin", "nash", LEGACY)


@command(
    _(
        "Draw a panel by a civic lottery.\n\n"
        "The lottery gives everybody in the pool the fairest chance that the quotas allow; from "
        "it one panel is drawn with the seed. The same files and the same seed give the same "
        "panel. For a public draw it makes a list of equally likely panels, from which dice pick "
        "one."
    )
)
@click.argument("pool", metavar="POOL.csv")
@click.option(
    "--targets", required=True, metavar="TARGETS.csv", help=_("Quotas: feature,value,min,max.")
)
@click.option("--size", type=click.IntRange(min=1), required=True, help=_("People on the panel."))
@click.option(
    "--seed",
    default="",
    metavar="TEXT",
    help=_("What the draw is made from; without it chance makes one, which is told."),
)
@click.option(
    "--objective",
    type=click.Choice(OBJECTIVES),
    default="leximin",
    show_default=True,
    help=_("What the fairest chances are; legacy, a greedy draw, is for comparison only."),
)
@click.option("--id", "id_column", default="", metavar="COLUMN", help=_("Column of identifiers."))
@click.option(
    "--household",
    multiple=True,
    metavar="COLUMN",
    help=_("At most one of those who agree in this column; repeatable."),
)
@click.option("--report", metavar="FOLDER", help=_("Write a transparency report into this folder."))
@click.option(
    "--population",
    metavar="POPULATION.csv",
    help=_("Shares in the population, for the report: feature,value,share (or count)."),
)
@click.option(
    "--panels",
    type=click.IntRange(1, 10_000),
    help=_("Draw from a list of so many equally likely panels (1000 with --list or --pick)."),
)
@click.option("--list", "list_file", metavar="FILE", help=_("The list, as .html, .pdf or .csv."))
@click.option(
    "--pick", type=click.IntRange(min=0), metavar="NUMBER", help=_("The number that dice showed.")
)
@click.option("--list-only", is_flag=True, help=_("Make the list, and pick no panel yet."))
@click.option(
    "--alternates",
    type=click.IntRange(min=0),
    help=_("People who stand by; one for ten seats unless told otherwise."),
)
@click.option("--force", is_flag=True, help=_("Replace a list or a report that is there already."))
@click.option("--rates", metavar="RATES.csv", help=_("Dropout rates: feature,value,rate."))
@json_option
@click.pass_obj
def draw(
    house: House,
    pool: str,
    targets: str,
    size: int,
    seed: str,
    objective: Objective | Literal["legacy"],
    id_column: str,
    household: tuple[str, ...],
    report: str | None,
    population: str | None,
    panels: int | None,
    list_file: str | None,
    pick: int | None,
    list_only: bool,
    alternates: int | None,
    force: bool,
    rates: str | None,
    as_json: bool,
) -> None:
    from rich.console import Console

    from deliberate.cli.drawn_lists import Wanted, drawn_and_listed, write_list
    from deliberate.cli.seeds import given_or_new
    from deliberate.cli.standing_by import stand_by
    from deliberate.core.services.lottery_files import read_draw
    from deliberate.core.services.panel_files import read_rates

    if objective == "legacy":
        exclude(click.get_current_context())
    lists = Wanted.of(panels, list_file, pick, list_only)
    seed = given_or_new(seed, "--pick" if pick is not None else "")
    wanted, people = read_draw(
        Path(pool), Path(targets), size, id_column=id_column, household=household
    )
    _mind_households(house, people, household)
    if objective == "legacy":
        draw_for_comparison(house, people, wanted, seed, as_json=as_json)
        return
    asked = Asked.of(report, population, wanted, later=list_only)
    _spare(lists.file, asked.folder, force=force)
    dropouts = read_rates(Path(rates), wanted) if rates else None
    with Console(stderr=True).status("") as status:

        def tell(_what: str, done: int, total: int) -> None:
            words = message("Panels looked for: {done} of {total}", done=done, total=total)
            status.update(house.translator.render(words))

        drawn, listed = drawn_and_listed(people, wanted, seed, objective, lists, tell)
        standby = stand_by(people, wanted, drawn, alternates, dropouts)
    if listed is not None and lists.file is not None:
        write_list(house, lists.file, listed)
    result = Result(drawn, listed, standby)
    files = asked.written(people, wanted, result, household, id_column)
    if as_json:
        house.tell_machine({**_told_to_machine(result, files), "household": list(household)})
        return
    _told(house, result)
    if files:
        house.say(message("Transparency report: {folder}", folder=report))


def _mind_households(house: House, pool: Pool, household: tuple[str, ...]) -> None:
    """Say so where the rule of households has nobody to speak of."""
    if household and not any(person.household for person in pool.people):
        words = message("Nobody has a household: in the pool {names} is empty.", names=household)
        click.secho(house.translator.render(words), fg="yellow", err=True)


def _spare(list_file: Path | None, folder: Path | None, *, force: bool) -> None:
    """Refuse to write over a list or a report without `force`, before anything is drawn."""
    from deliberate.cli.lottery_report import report_files
    from deliberate.core.services.new_files import FORCE, require_new

    if force:
        return
    require_new([] if list_file is None else [list_file], FORCE)
    require_new([] if folder is None else report_files(folder), FORCE)


@dataclass(frozen=True, slots=True)
class Result:
    """What a draw brought: the panel, the list it came from and who stands by, where asked for."""

    drawn: DrawnPanel
    listed: UniformDraw | None
    standby: Alternates | None


@dataclass(frozen=True, slots=True)
class Asked:
    """The report that was asked for, if any: its folder, and shares in the population."""

    folder: Path | None
    shares: Shares | None

    @classmethod
    def of(
        cls, report: str | None, population: str | None, targets: Targets, *, later: bool
    ) -> Asked:
        """Raises `UnusableInput` for a population that no report shows, or a report of no draw."""
        from deliberate.core.services.composition_files import read_population

        if report is not None and later:
            raise UnusableInput(
                "OPTIONS",
                message(
                    "{one} and {other} exclude each other.", one="--report", other="--list-only"
                ),
            )
        if population is not None and report is None:
            raise UnusableInput(
                "POPULATION",
                message("The population is shown in the report alone, and none was asked for."),
                fix=message("Name a folder for it with: {command}", command="--report FOLDER"),
            )
        shares = None if population is None else read_population(Path(population), targets)
        return cls(None if report is None else Path(report), shares)

    def written(
        self,
        pool: Pool,
        targets: Targets,
        result: Result,
        household: tuple[str, ...],
        id_column: str,
    ) -> tuple[Path, ...]:
        """The files of the report; none where none was asked for."""
        if self.folder is None:
            return ()
        from deliberate.cli.lottery_report import write_report
        from deliberate.core.recruitment.lottery.facts import UniformLottery
        from deliberate.core.services.lottery_facts import lottery_facts

        facts = lottery_facts(
            pool,
            targets,
            result.drawn,
            population=self.shares,
            households=household,
            id_column=id_column,
        )
        if result.standby is not None:
            facts = replace(facts, alternates=len(result.standby.people))
        if result.listed is not None:
            lottery = result.listed.lottery
            uniform = UniformLottery(len(lottery.panels), lottery.largest_deviation)
            facts = replace(facts, uniform=uniform)
        return write_report(facts, self.folder)


def _told_to_machine(result: Result, files: tuple[Path, ...]) -> dict[str, Any]:
    from deliberate.cli.drawn_lists import listed_json
    from deliberate.cli.standing_by import standby_json

    told = {
        **_as_json(result.drawn),
        **listed_json(result.listed),
        **standby_json(result.standby),
    }
    return {**told, "report": [str(file) for file in files]} if files else told


def _told(house: House, result: Result) -> None:
    from deliberate.cli.drawn_lists import show_listed
    from deliberate.cli.standing_by import show_standby

    _show(house, result.drawn)
    if result.listed is not None:
        show_listed(house, result.listed)
    if result.standby is not None:
        show_standby(house, result.standby)


def _show(house: House, drawn: DrawnPanel) -> None:
    """Who could not be drawn, the panel, a person in each line, then how fair the lottery was."""
    from deliberate.core.recruitment.lottery.fairest import DIGITS

    for group in drawn.never:
        house.say(_never(group))
    if drawn.never:
        click.echo()
    for name in drawn.panel:
        click.echo(name)
    if drawn.panel:
        click.echo()
    certificate = drawn.fairest.certificate
    house.say(
        message(
            "People in the pool: {people}. On the panel: {panel}.",
            people=len(drawn.chances),
            panel=int(sum(drawn.chances.values())),
        )
    )
    house.say(message("Smallest chance: {chance}.", chance=Rounded(drawn.smallest, 5)))
    house.say(message("Gini coefficient of the chances: {gini}.", gini=Rounded(drawn.gini, 4)))
    if drawn.objective == "nash" or certificate.method == "herding":
        gap = f"{max(certificate.gap, 10.0**-DIGITS):.1e}"
        house.say(message("Nobody lacks more than {gap} to the chances of the optimum.", gap=gap))
    else:
        bound = Rounded(certificate.bound, 5)
        house.say(
            message("No lottery can give everybody who can be chosen more than {bound}.",
                    bound=bound)
            if drawn.never
            else message("No lottery can give everybody more than {bound}.", bound=bound)
        )  # fmt: skip
    house.say(message("Seed: {seed}", seed=drawn.seed))
    hashed = drawn.input_hash
    house.say(message("SHA-256 of pool, quotas and way of drawing: {hash}", hash=hashed))


def _never(group: NeverChosen) -> Message:
    quotas = tuple(quota.name for quota in group.because) or None
    if group.households:
        return message(
            "Cannot be chosen: {people}. In the way are the household rule and quotas: {quotas}.",
            people=group.people,
            quotas=quotas,
        )
    return message(
        "Cannot be chosen: {people}. Quotas in the way: {quotas}.",
        people=group.people,
        quotas=quotas,
    )


def _never_json(group: NeverChosen) -> dict[str, Any]:
    """People whom no panel can contain and what is in the way, for a machine."""
    return {
        "people": list(group.people),
        "because": [quota.name for quota in group.because],
        "households": group.households,
    }


def _gap(drawn: DrawnPanel) -> float:
    """What the smallest chance lacks to the bound, also of a list; nash has no bound of it, but of
    what anybody lacks."""
    from deliberate.core.recruitment.lottery.fairest import DIGITS

    certificate = drawn.fairest.certificate
    if drawn.objective == "nash":
        return certificate.gap
    return max(0.0, round(certificate.bound - float(drawn.smallest), DIGITS))


def _as_json(drawn: DrawnPanel) -> dict[str, Any]:
    certificate = drawn.fairest.certificate
    return {
        "status": "drawn" if drawn.panel else "listed",
        "panel": list(drawn.panel),
        "probabilities": {name: float(chance) for name, chance in drawn.chances.items()},
        "min_probability": float(drawn.smallest),
        "gini": drawn.gini,
        "objective": drawn.objective,
        "certificate": {
            "bound": certificate.bound,
            "gap": _gap(drawn),
            "lacking": certificate.gap,
            "method": certificate.method,
        },
        "never": [_never_json(group) for group in drawn.never],
        "lottery_size": len(drawn.fairest.lottery.panels),
        "seed": drawn.seed,
        "input_hash": drawn.input_hash,
        "seconds": drawn.seconds,
    }
