"""`deliberate check`: hold pilot files against their rulebooks, as a linter does."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import click

from deliberate.cli import diagnostics
from deliberate.cli.house import House
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.core.errors import Finding, UnusableInput, message
from deliberate.core.rulebook.tally import obligatory, recommended
from deliberate.i18n import Translator

if TYPE_CHECKING:
    from deliberate.core.services.files import CheckReport

FINE, FINDINGS, UNUSABLE = 0, 1, 2
ORDER = {"error": 0, "must": 1, "should": 2}


@command(
    _(
        "Hold pilot files against the rules of their model.\n\n"
        "Each finding names the file, the line, the rule and what would be right. "
        "Ends with 0 when everything is kept, 1 when there are findings, 2 when a file cannot "
        "be used."
    )
)
@click.argument("files", nargs=-1, required=True, metavar="PILOT.toml...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    metavar="text|json",
    help=_("How findings are written."),
)
@json_option
@click.pass_obj
def check(house: House, files: tuple[str, ...], form: str, as_json: bool) -> int:
    answers = [_checked(house, file) for file in files]
    if form == "json" or as_json:
        house.tell_machine({"files": [_as_json(house, *answer) for answer in answers]})
    else:
        for number, (file, answer) in enumerate(answers):
            if number:
                click.echo()
            _show(house, file, answer)
    return max(_exit_code(answer) for _file, answer in answers)


def _checked(house: House, file: str) -> tuple[str, CheckReport | UnusableInput]:
    from deliberate.core.services.files import check_pilot

    try:
        return file, check_pilot(house.registry, file, house.clock.now())
    except UnusableInput as error:
        return file, error


def _exit_code(answer: CheckReport | UnusableInput) -> int:
    if isinstance(answer, UnusableInput):
        return UNUSABLE
    return FINDINGS if answer.findings else FINE


def _show(house: House, file: str, answer: CheckReport | UnusableInput) -> None:
    if isinstance(answer, UnusableInput):
        house.complain(answer)
        return
    translator = house.speaking_in(answer.sheet.calendar.zone)
    for finding in gathered(answer.findings, translator):
        for line in diagnostics.finding_lines(translator, finding, snippets=sys.stdout.isatty()):
            click.echo(line)
    for line in _summary(translator, file, answer):
        click.echo(line)


def gathered(findings: Iterable[Finding], translator: Translator) -> Iterator[Finding]:
    """One finding for one gap: several rules that miss the same thing are named together."""
    alike: dict[tuple[Any, str], list[Finding]] = {}
    for finding in findings:
        key = (finding.where, translator.render(finding.message))
        alike.setdefault(key, []).append(finding)
    for group in alike.values():
        strictest = min(group, key=lambda item: ORDER[item.level])
        codes = dict.fromkeys(item.code for item in group)
        yield replace(strictest, code=", ".join(codes))


def _summary(translator: Translator, file: str, report: CheckReport) -> Iterator[str]:
    book = report.sheet.rulebook
    for rule in report.justified:
        reason = report.sheet.pilot.deviations[rule.code]
        yield translator.render(
            message("{code} is left, with the reason: {reason}", code=rule.code, reason=reason)
        )
    broken = obligatory(book, report.findings)
    advised = recommended(book, report.findings)
    yield translator.render(
        message(
            "{file}: {name} {version}: {kept} of {total} rules are kept.",
            file=file,
            name=book.name,
            version=book.version,
            kept=report.kept,
            total=len(book.stated_rules),
        )
    )
    prose = tuple(item.id for item in book.open_parameters.values() if item.stated_only)
    if prose:
        yield translator.render(
            message("Stated in the regulation, not enforced by the software: {names}.", names=prose)
        )
    if report.unasked:
        codes = tuple(rule.code for rule in report.unasked)
        yield translator.render(
            message("Not asked, because an open parameter does not fit: {codes}.", codes=codes)
        )
    if report.findings or report.justified:
        yield translator.render(
            message(
                "Obligatory rules not kept: {broken} (findings: {findings}). "
                "Recommended rules not kept: {advised} (findings: {remarks}). "
                "Left with a reason: {justified}.",
                broken=broken.rules,
                findings=broken.findings,
                advised=advised.rules,
                remarks=advised.findings,
                justified=len(report.justified),
            )
        )


def _as_json(house: House, file: str, answer: CheckReport | UnusableInput) -> dict[str, Any]:
    if isinstance(answer, UnusableInput):
        return {"file": file, **diagnostics.error_as_json(house.translator, answer)}
    translator = house.speaking_in(answer.sheet.calendar.zone)
    book = answer.sheet.rulebook
    return {
        "file": file,
        "model": book.name,
        "version": book.version,
        "rules": len(book.stated_rules),
        "kept": answer.kept,
        "obligatory": asdict(obligatory(book, answer.findings)),
        "recommended": asdict(recommended(book, answer.findings)),
        "unasked": [rule.code for rule in answer.unasked],
        "stated_only": [item.id for item in book.open_parameters.values() if item.stated_only],
        "findings": diagnostics.findings_as_json(translator, answer.findings),
        "justified": [
            {
                "code": rule.code,
                "reason": translator.text(answer.sheet.pilot.deviations[rule.code]),
            }
            for rule in answer.justified
        ],
    }
