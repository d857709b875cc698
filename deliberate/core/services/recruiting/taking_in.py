"""Taking in people from files: those invited, or a whole pool; all rows or none.

Numbers follow the order of the salts, which are random: a number says nothing about its place in
the file, and nothing about its person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from deliberate.core.canonical import canonical, digest
from deliberate.core.errors import Finding, Message, Refused, UnusableInput, Where, message
from deliberate.core.process.facts import Actor, Draft
from deliberate.core.process.process import Process
from deliberate.core.recruitment.contact_tags import contact_tags
from deliberate.core.recruitment.features import Feature
from deliberate.core.recruitment.household import folded
from deliberate.core.recruitment.invitation import drawn_fact
from deliberate.core.recruitment.registration import OPEN
from deliberate.core.recruitment.reply_codes import code_for, code_hash, household_tag
from deliberate.core.rulebook.model import Step
from deliberate.core.services.appending import append
from deliberate.core.services.context import Context
from deliberate.core.services.recruiting.drawn_list import against_the_draw, can_be_checked
from deliberate.core.services.recruiting.people_files import Columns, PeopleFile, PeopleRow
from deliberate.core.services.recruiting.setting import (
    features,
    made_secret,
    registration_of,
    require_organiser,
    require_taking_in,
    secret_of,
)
from deliberate.core.services.table_files import grouped
from deliberate.core.storage.rows import AnswerRow, RespondentRow
from deliberate.core.storage.store import Unit

CHANNEL = "import"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many people were taken in, and which columns of the file were left where they are.

    `checked`: whether every row was held against the seed of the draw; None where there was none.
    """

    count: int
    unused: tuple[str, ...]
    checked: bool | None = None


def import_invited(
    context: Context, actor: Actor, process_id: str, step_id: str, file: PeopleFile
) -> TakenIn:
    """Take in those who were drawn from the register, as many as the record says were drawn.

    A row whose hash or rank does not follow from the seed on the record is refused. Each person
    gets a number and a reply code. Refuses a second file: nobody is invited twice.
    """
    with context.store.transaction() as unit:
        unit.hold_pool(process_id)
        process = context.read_process(unit, process_id)
        require_organiser(process, actor)
        step = _invitation(process, step_id)
        registration = registration_of(process, step.id)
        require_taking_in(process, registration)
        drawn = drawn_fact(process.view(step)).body
        if unit.respondents(process_id, registration.id):
            raise Refused("TWICE", message("Those who were drawn have been taken in already."))
        columns = Columns.of(file.columns, registration.parameters.fields)
        _require_columns(file, columns, ("name", "address"))
        known = features(process, registration)
        faults = [
            *_faults(file, columns, known, complete=False),
            *against_the_draw(file, drawn, step.parameters.strata),
            *_households(file, columns, step.parameters.households),
        ]
        _require_none(file, faults)
        rows = _rows(context, unit, process, registration, file.rows, columns)
        unit.add_respondents(*rows)
        body = _imported(rows, columns)
        _tell(unit, process, actor, "invitation.imported", step, body)
    return TakenIn(len(rows), _unused(file, columns), can_be_checked(file))


def import_pool(
    context: Context,
    actor: Actor,
    process_id: str,
    step_id: str,
    file: PeopleFile,
    columns: Columns,
) -> TakenIn:
    """Take in a pool that was recruited elsewhere: everybody in the file is willing.

    Every feature of the registration needs a column, and every value must be one of the quotas'.
    """
    with context.store.transaction() as unit:
        unit.hold_pool(process_id)
        process = context.read_process(unit, process_id)
        require_organiser(process, actor)
        registration = registration_of(process, step_id)
        require_taking_in(process, registration)
        known = features(process, registration)
        lacking = tuple(item.id for item in known if item.id not in columns.values)
        if lacking:
            raise _columns(file, lacking)
        faults = [
            *_faults(file, columns, known, complete=True),
            *_registered(unit, process, registration, file, columns),
        ]
        _require_none(file, faults)
        rows = _rows(context, unit, process, registration, file.rows, columns)
        unit.add_respondents(*rows)
        if registration.parameters.from_ == OPEN:
            _know_again(unit, process, rows)
        unit.add_answers(
            *(
                AnswerRow(row.code_hash, 1, process.now, CHANNEL, actor.id, "willing")
                for row in rows
            )
        )
        body = _imported(rows, columns)
        _tell(unit, process, actor, "registration.imported", registration, body)
    return TakenIn(len(rows), _unused(file, columns))


def _know_again(unit: Unit, process: Process, rows: Sequence[RespondentRow]) -> None:
    """Keep by what those of a file are known, so that none of them registers as well."""
    secret = secret_of(unit, process.id)
    owners = {
        tag: row.code_hash
        for row in rows
        for tag in contact_tags(secret, row.step, row.person or {})
    }
    unit.add_contact_tags(process.id, rows[0].step, sorted(owners.items()))


def _registered(
    unit: Unit, process: Process, registration: Step, file: PeopleFile, columns: Columns
) -> Iterator[Finding]:
    """Those of a file who have registered themselves already."""
    secret = secret_of(unit, process.id)
    if registration.parameters.from_ != OPEN or not secret:
        return
    own = {
        row.line: contact_tags(secret, registration.id, _cells(row, columns.person))
        for row in file.rows
    }
    known = unit.tagged(process.id, registration.id, frozenset().union(*own.values()))
    for row in file.rows:
        if not own[row.line].isdisjoint(known):
            text = message("This person has registered already.")
            yield Finding("ROW", "error", text, Where(str(file.path), row.line))


def new_row(
    context: Context,
    unit: Unit,
    process: Process,
    registration: Step,
    values: Mapping[str, str],
    person: Mapping[str, object],
    channel: str,
) -> tuple[RespondentRow, str]:
    """A row for somebody who comes without an invitation, and the code that is theirs from now."""
    secret = made_secret(context, unit, process.id)
    last = max((row.number for row in unit.respondents(process.id, registration.id)), default=0)
    code = code_for(secret, process.id, registration.id, last + 1)
    row = RespondentRow(
        code_hash(code),
        process.id,
        registration.id,
        last + 1,
        context.entropy(32).hex(),
        household_tag(secret, str(person.get("address", ""))),
        values,
        channel,
        process.now,
        person,
    )
    return row, code


def _rows(
    context: Context,
    unit: Unit,
    process: Process,
    registration: Step,
    rows: Sequence[PeopleRow],
    columns: Columns,
) -> list[RespondentRow]:
    secret = made_secret(context, unit, process.id)
    last = max((row.number for row in unit.respondents(process.id, registration.id)), default=0)
    salted = sorted(((context.entropy(32).hex(), row) for row in rows), key=lambda pair: pair[0])
    made: list[RespondentRow] = []
    for number, (salt, row) in enumerate(salted, last + 1):
        person = _cells(row, columns.person)
        home = row.cells[columns.household] if columns.household else person.get("address", "")
        code = code_for(secret, process.id, registration.id, number)
        made.append(
            RespondentRow(
                code_hash(code),
                process.id,
                registration.id,
                number,
                salt,
                household_tag(secret, home),
                _cells(row, columns.values),
                CHANNEL,
                process.now,
                person,
            )
        )
    return made


def _cells(row: PeopleRow, columns: Mapping[str, str]) -> dict[str, str]:
    return {name: row.cells[column] for name, column in columns.items() if row.cells[column]}


def _invitation(process: Process, step_id: str) -> Step:
    step = process.step(step_id)
    if step is not None and step.kind == "invitation":
        return step
    able = tuple(one.id for one in process.rulebook.steps if one.kind == "invitation")
    raise UnusableInput(
        "NO_STEP",
        message("This process has no step “{step}”.", step=step_id)
        if step is None
        else message("Invited people are not taken in by the step “{step}”.", step=step_id),
        fix=message("Steps that take in invited people: {steps}.", steps=able) if able else None,
    )


def _faults(
    file: PeopleFile, columns: Columns, known: Sequence[Feature], *, complete: bool
) -> Iterator[Finding]:
    """Every cell that cannot be used: values that no quota has, identifiers that stand twice."""
    own = columns.person.get("id", "")
    times = Counter(row.cells[own] for row in file.rows) if own else Counter[str]()
    for row in file.rows:
        if own and times[row.cells[own]] > 1:
            text = message(
                "{id} stands here {count} times.",
                id=row.cells[own],
                count=times[row.cells[own]],
            )
            yield _fault(file, row, text, own)
        for item in known:
            column = columns.values.get(item.id, "")
            value = row.cells[column] if column else ""
            if column and (complete or value) and not _fits(item, value):
                yield _fault(file, row, _unknown(item, value), column)


def _fits(item: Feature, value: str) -> bool:
    return value in item.values if item.values else bool(value)


def _unknown(item: Feature, value: str) -> Message:
    if not value:
        return message("{feature} is missing.", feature=item.id)
    return message(
        "{feature} is “{value}”; no quota has this value. Known: {known}.",
        feature=item.id,
        value=value,
        known=item.values,
    )


def _households(file: PeopleFile, columns: Columns, rule: str) -> Iterator[Finding]:
    """Households that would get a second invitation, where each gets one."""
    if not columns.household or rule != "one_invitation_each":
        return
    first: dict[str, int] = {}
    for row in file.rows:
        home = folded(row.cells[columns.household])
        if home and home in first:
            text = message(
                "This household is invited already, in line {line}; each is invited once.",
                line=first[home],
            )
            yield _fault(file, row, text, columns.household)
        first.setdefault(home, row.line)


def _fault(file: PeopleFile, row: PeopleRow, text: Message, column: str) -> Finding:
    return Finding("ROW", "error", text, Where(str(file.path), row.line, path=column))


def _require_none(file: PeopleFile, faults: list[Finding]) -> None:
    if faults:
        raise UnusableInput(
            "ROWS",
            message("Faults: {count}; nothing was imported.", count=len(faults)),
            where=Where(str(file.path)),
            findings=grouped(faults),
        )


def _require_columns(file: PeopleFile, columns: Columns, names: Sequence[str]) -> None:
    lacking = tuple(name for name in names if name not in columns.person)
    if lacking:
        raise _columns(file, lacking)


def _columns(file: PeopleFile, names: tuple[str, ...]) -> UnusableInput:
    return UnusableInput(
        "COLUMNS",
        message("These columns are missing: {names}.", names=names),
        where=Where(str(file.path), 1),
    )


def _unused(file: PeopleFile, columns: Columns) -> tuple[str, ...]:
    return tuple(name for name in file.columns if name not in columns.used)


def _imported(rows: Sequence[RespondentRow], columns: Columns) -> dict[str, object]:
    """What the record tells of an import; `household`: the column that tells who lives together."""
    home = columns.household or columns.person.get("address", "")
    return {"count": len(rows), "sha256": _list_hash(rows), "household": home}


def _list_hash(rows: Sequence[RespondentRow]) -> str:
    """A hash over the salts: it holds the list fast and tells nothing about anybody."""
    return digest(canonical(sorted(row.salt for row in rows)))


def _tell(
    unit: Unit, process: Process, actor: Actor, kind: str, step: Step, body: Mapping[str, object]
) -> None:
    n = process.occurrence(step.id)
    append(unit, process, actor, (Draft(kind, step.id, n, None, body, body),))
