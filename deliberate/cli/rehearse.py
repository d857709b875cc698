"""`deliberate rehearse`: live through a whole process with invented people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from deliberate.cli.house import House
from deliberate.cli.promises import conclusion, promise_lines, promises_as_json, show_promises
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.story import Storyteller, tell, written
from deliberate.cli.writing import write_whole
from deliberate.core.errors import UnusableInput, Where, message
from deliberate.core.system_reason import system_reason

if TYPE_CHECKING:
    from deliberate.core.record.promise import Promise
    from deliberate.core.services.files import Sheet
    from deliberate.core.services.rehearsal.rehearse import Rehearsed
    from deliberate.core.services.rehearsal.stage import Scene

FINE, FINDINGS = 0, 1
BUNDLE, REPORT = "bundle.zip", "report.txt"


@dataclass(frozen=True)
class Played:
    """A rehearsal that was lived through, with its files."""

    sheet: Sheet
    rehearsed: Rehearsed
    seed: int
    bundle: Path
    report: Path
    manifest: str
    promises: tuple[Promise, ...]

    @property
    def exit_code(self) -> int:
        return FINDINGS if any(item.verdict == "fail" for item in self.promises) else FINE


@command(
    _(
        "Live through the whole process with invented people.\n\n"
        "Citizens, members and officials are made up for the pilot's own territory; the clock is "
        "simulated. What happened is written to a report, and the public record to a bundle that "
        "`deliberate verify` recomputes. The same pilot and the same seed give the same bundle, "
        "byte for byte."
    )
)
@click.argument("pilot", metavar="PILOT.toml")
@click.option(
    "--seed",
    type=click.IntRange(0, 2**63 - 1),
    default=1,
    show_default=True,
    metavar="INTEGER",
    help=_("Where the chances of the rehearsal come from."),
)
@click.option(
    "--out",
    metavar="FOLDER",
    help=_("Where report and bundle go; without it, a folder named after the pilot."),
)
@click.option("--keep", is_flag=True, help=_("Keep the rehearsed process in the database."))
@json_option
@click.pass_obj
def rehearse(
    house: House, pilot: str, seed: int, out: str | None, keep: bool, as_json: bool
) -> int:
    from deliberate.core.services.files import read_sheet

    sheet = read_sheet(house.registry, pilot)
    folder = Path(out) if out is not None else Path(f"{sheet.pilot.id}-rehearsal")
    played = play(house, sheet, seed, folder, ":memory:" if not keep else None, quiet=as_json)
    if as_json:
        house.tell_machine(_as_json(house, played))
    else:
        show_end(house, played)
    return played.exit_code


def play(
    house: House,
    sheet: Sheet,
    seed: int,
    folder: Path,
    database: str | None = None,
    *,
    quiet: bool = False,
) -> Played:
    """Rehearse, tell the story meanwhile, write bundle and report, and verify the bundle.

    `database`: where the process is kept; None is that of `--database`.
    """
    from deliberate.core.record.verify import verify_file
    from deliberate.core.services.bundling import export_bundle
    from deliberate.core.services.rehearsal.rehearse import rehearse as live_through
    from deliberate.core.services.rehearsal.rehearse import require_rehearsable

    words = house.speaking_in(sheet.calendar.zone)
    house.translator = words
    require_rehearsable(house.registry, sheet)
    _make_folder(folder)
    if database is not None:
        house.database = database
    store = house.context(upgrade=True).store
    teller = Storyteller(words, sheet.rulebook, house.console.width)
    with _watched(house, sheet, teller, quiet=quiet) as keep:
        rehearsed = live_through(store, house.registry, sheet.pilot, seed, keep, house.press)
    bundle = folder / BUNDLE
    manifest = export_bundle(rehearsed.context, rehearsed.process.id, bundle)
    promises = verify_file(bundle)
    played = Played(sheet, rehearsed, seed, bundle, folder / REPORT, manifest, promises)
    write_whole(played.report, "\n".join(report_lines(house, played)) + "\n")
    return played


def show_end(house: House, played: Played) -> None:
    """What a stranger can recompute of it, and where it is."""
    click.echo()
    click.secho(house.translator.gettext("What anybody can recompute"), bold=True)
    show_promises(house, played.promises)
    click.echo()
    house.say(conclusion(played.promises))
    click.echo()
    house.say(message("Report: {file}", file=str(played.report)))
    house.say(message("Bundle: {file}", file=str(played.bundle)))
    house.say(message("SHA-256 of its manifest: {hash}", hash=played.manifest))
    again = f"{house.program} verify {played.bundle}"
    house.say(message("To check it yourself: {command}", command=again))


def report_lines(house: House, played: Played) -> Iterator[str]:
    """The report: title, story, promises, and how to get the same again."""
    say = house.translator
    yield say.text(played.sheet.pilot.title)
    yield say.render(
        message("REHEARSAL: all people, votes and signatures in this report are invented.")
    )
    yield from written(Storyteller(say, played.sheet.rulebook), played.rehearsed.story)
    yield ""
    yield say.gettext("What anybody can recompute")
    yield from promise_lines(house, played.promises)
    yield ""
    yield say.render(conclusion(played.promises))
    yield say.render(message("SHA-256 of its manifest: {hash}", hash=played.manifest))
    yield say.render(
        message(
            "Rulebook {name} {version}, seed {seed}.",
            name=played.sheet.rulebook.name,
            version=played.sheet.rulebook.version,
            seed=str(played.seed),
        )
    )


@contextmanager
def _watched(house: House, sheet: Sheet, teller: Storyteller, *, quiet: bool) -> Iterator[Any]:
    """What is called for each scene: it prints the story and, on a terminal, moves a status."""
    if quiet:
        yield lambda scene: None
        return
    words = house.translator
    click.secho(words.text(sheet.pilot.title), bold=True)
    house.say(message("A rehearsal: all people and votes are invented, the clock is simulated."))
    if not house.console.is_terminal:
        yield lambda scene: tell(house, teller, scene)
        return
    with house.console.status(words.gettext("The rehearsal begins ...")) as status:

        def keep(scene: Scene) -> None:
            tell(house, teller, scene)
            day = words.date(scene.at.astimezone(sheet.calendar.zone))
            status.update(words.render(message("It is {day} ...", day=day)))

        yield keep


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableInput(
            "NOT_WRITTEN",
            message("The folder cannot be made: {reason}.", reason=system_reason(error)),
            where=Where(str(folder)),
            fix=message("Choose another one: --out FOLDER."),
        ) from None


def _as_json(house: House, played: Played) -> dict[str, Any]:
    say = house.translator
    teller = Storyteller(say, played.sheet.rulebook)
    return {
        "process": played.rehearsed.process.id,
        "seed": played.seed,
        "bundle": str(played.bundle),
        "report": str(played.report),
        "manifest_sha256": played.manifest,
        "promises": promises_as_json(house, played.promises),
        "story": [
            {
                "at": scene.at.isoformat(),
                "step": scene.step,
                "title": teller.title(scene),
                "text": say.render(scene.text),
            }
            for scene in played.rehearsed.story
        ],
    }
