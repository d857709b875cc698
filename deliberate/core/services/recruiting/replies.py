"""Answering an invitation: by the person with the code, or by staff for a call or a paper.

An answer is appended and never changed; the last one counts until the pool is closed. Who the
person is, how to reach them and what they need stands in the row beside it, and is blanked in time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from deliberate.core.errors import Finding, Message, Refused, UnusableInput, message
from deliberate.core.process.facts import Actor
from deliberate.core.process.process import Process
from deliberate.core.process.respondents import Respondent, Standing, printed
from deliberate.core.recruitment.contact_tags import contact_tags, e_mail, telephone
from deliberate.core.recruitment.features import Feature
from deliberate.core.recruitment.household import folded
from deliberate.core.recruitment.registered import line_hash
from deliberate.core.recruitment.registration import OPEN
from deliberate.core.recruitment.reply_codes import code_hash, printed_code, typed_code
from deliberate.core.rulebook.model import Step
from deliberate.core.rulebook.pilot import Requirement
from deliberate.core.services.context import Context
from deliberate.core.services.recruiting.setting import (
    features,
    registration_of,
    require_organiser,
    require_taking_in,
    secret_of,
)
from deliberate.core.services.recruiting.taking_in import new_row
from deliberate.core.services.respondents import known
from deliberate.core.storage.rows import AnswerRow, RespondentRow
from deliberate.core.storage.store import Unit

CHANNELS = ("web", "phone", "paper")
STAFF_CHANNELS = ("phone", "paper")
WILLING, DECLINED, WITHDRAWN = "willing", "declined", "withdrawn"
SAID = (WILLING, DECLINED)
NEEDS = ("step_free", "sign_language", "interpretation", "large_print", "care", "travel")
"""What somebody may need to take part; more is said in the person's own words."""
MEETS, VALUE = "meets_", "value_"
"""What the names of fields begin with: of a requirement, and of a feature."""
CONTACT = ("name", "phone", "email")
LONGEST = {"name": 200, "phone": 60, "email": 200, "address": 300, "needs_text": 2000}
LONGEST_VALUE = 100


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody says. `meets`: for each requirement, whether it is met; `person`: contact and
    needs, which organisers alone see."""

    answer: str
    meets: Mapping[str, bool] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    person: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a registration asks everybody; `address`: whether it asks where the person lives, of
    whom no letter knows it."""

    features: tuple[Feature, ...]
    requirements: tuple[Requirement, ...]
    languages: tuple[str, ...]
    address: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a person keeps: the pseudonym, the code, the salt and the hash of the own line, which
    stands in the list that the pool's hash is taken over."""

    number: str
    standing: Standing
    salt: str
    line: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Invitee:
    """Whose code it is, for the page that asks; `closed`: why no answer is taken any more."""

    process: Process
    registration: Step
    respondent: Respondent
    person: Mapping[str, Any]
    asked: Asked
    answered: bool
    closed: Message | None = None


def asked_by(process: Process, registration: Step, *, uninvited: bool = False) -> Asked:
    """What is asked; `uninvited`: of somebody who comes for the first time, without a letter."""
    pilot = process.pilot
    return Asked(
        features(process, registration),
        pilot.requirements,
        pilot.languages,
        uninvited and registration.parameters.asks_address,
    )


def invitee(context: Context, words: str) -> Invitee:
    """Whose code somebody typed. Every code that is not known gets one and the same refusal."""
    with context.store.read() as unit:
        row = _row_of(unit, words)
        process = context.read_process(unit, row.process)
        registration = registration_of(process, row.step)
        found = known(row, unit.answers_of(row.code_hash))
    closed: Message | None = None
    try:
        require_taking_in(process, registration)
    except Refused as refused:
        closed = refused.message
    return Invitee(
        process,
        registration,
        found.respondent,
        row.person or {},
        asked_by(process, registration),
        bool(found.answers),
        closed,
    )


def answer(context: Context, words: str, reply: Reply) -> Receipt:
    """The person's own answer, by the code of the letter."""
    with context.store.transaction() as unit:
        row = _row_of(unit, words)
        unit.hold_pool(row.process)
        process = context.read_process(unit, row.process)
        return _keep(unit, process, row, reply, "web", "")


def answer_for(
    context: Context,
    actor: Actor,
    process_id: str,
    number: int,
    reply: Reply,
    channel: str,
    step: str = "",
) -> Receipt:
    """An answer by telephone or on paper, entered by staff under the number of the letter."""
    _require_staff_channel(channel)
    with context.store.transaction() as unit:
        unit.hold_pool(process_id)
        process = context.read_process(unit, process_id)
        require_organiser(process, actor)
        registration = registration_of(process, step)
        row = unit.respondent(process_id, registration.id, number)
        if row is None:
            raise Refused(
                "NO_RESPONDENT", message("Nobody has the number {number}.", number=printed(number))
            )
        return _keep(unit, process, row, reply, channel, actor.id)


def register(
    context: Context,
    process_id: str,
    reply: Reply,
    *,
    actor: Actor | None = None,
    channel: str = "web",
    step: str = "",
) -> Receipt:
    """Somebody comes without an invitation, where the registration is open to anybody.

    The receipt brings the code with which the answer can be changed.
    """
    with context.store.transaction() as unit:
        unit.hold_pool(process_id)
        process = context.read_process(unit, process_id)
        registration = registration_of(process, step)
        if registration.parameters.from_ != OPEN:
            raise _invited_only()
        if actor is not None:
            require_organiser(process, actor)
            _require_staff_channel(channel)
        require_taking_in(process, registration)
        _require_fit(asked_by(process, registration, uninvited=True), reply)
        row, code = new_row(
            context,
            unit,
            process,
            registration,
            {},
            _person({}, reply, _standing(process, reply)),
            channel,
        )
        unit.add_respondents(row)
        by = "" if actor is None else actor.id
        receipt = _keep(unit, process, row, reply, channel, by)
        return Receipt(
            receipt.number, receipt.standing, receipt.salt, receipt.line, printed_code(code)
        )


def withdraw(context: Context, words: str) -> Receipt:
    """Take the own answer back: nothing more is asked, and contact and needs are deleted."""
    return answer(context, words, Reply(WITHDRAWN))


def open_registration(context: Context, process_id: str) -> tuple[Process, Asked, Message | None]:
    """What somebody who was not invited is asked, and why nobody is taken in, if so. Refuses where
    only those who were invited register."""
    with context.store.read() as unit:
        process = context.read_process(unit, process_id)
    registration = registration_of(process)
    if registration.parameters.from_ != OPEN:
        raise _invited_only()
    try:
        require_taking_in(process, registration)
    except Refused as refused:
        return process, asked_by(process, registration, uninvited=True), refused.message
    return process, asked_by(process, registration, uninvited=True), None


def _invited_only() -> Refused:
    return Refused(
        "NO_OPEN_REGISTRATION", message("Who registers here has been invited by letter.")
    )


def faults_of(asked: Asked, reply: Reply) -> dict[str, Message]:
    """What is missing or wrong in a reply, by the name of the field."""
    if reply.answer not in (*SAID, WITHDRAWN):
        return {"answer": message("Say whether you are willing to take part.")}
    if reply.answer != WILLING:
        return {}
    found: dict[str, Message] = {}
    for item in asked.requirements:
        if item.id not in reply.meets:
            found[f"{MEETS}{item.id}"] = message("Choose one of the answers.")
    for feature in asked.features:
        value = reply.values.get(feature.id, "")
        if not value:
            found[f"{VALUE}{feature.id}"] = (
                message("Choose one of the answers.")
                if feature.values
                else message("An answer is missing.")
            )
        elif (feature.values and value not in feature.values) or len(value) > LONGEST_VALUE:
            found[f"{VALUE}{feature.id}"] = message("This is none of the answers.")
    found.update(_contact_faults(asked, reply.person))
    for name, most in LONGEST.items():
        if len(str(reply.person.get(name, ""))) > most:
            found[name] = message("This is too long; at most {most} letters.", most=most)
    return found


def _contact_faults(asked: Asked, person: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    """What is missing or wrong in how somebody can be reached."""
    phone, email = str(person.get("phone", "")), str(person.get("email", ""))
    if not (phone or email):
        yield "phone", message("Give a telephone number or an e-mail address.")
    if phone and not telephone(phone):
        yield "phone", message("“{value}” is no telephone number.", value=phone)
    if email and not e_mail(email):
        yield "email", message("“{value}” is no e-mail address.", value=email)
    if asked.address and not folded(str(person.get("address", ""))):
        yield "address", message("Say where you live.")


def _row_of(unit: Unit, words: str) -> RespondentRow:
    code = typed_code(words)
    row = None if code is None else unit.respondent_by_code(code_hash(code))
    if row is None:
        raise Refused(
            "CODE",
            message("This code is not known."),
            fix=message("Look at your letter: the code has three groups of four signs."),
        )
    return row


def _require_staff_channel(channel: str) -> None:
    if channel not in STAFF_CHANNELS:
        raise UnusableInput(
            "CHANNEL",
            message("Staff enter answers by telephone or on paper."),
            fix=message("Known: {options}.", options=STAFF_CHANNELS),
        )


def _require_fit(asked: Asked, reply: Reply) -> None:
    faults, unknown = faults_of(asked, reply), tuple(_not_asked(asked, reply))
    if faults or unknown:
        raise UnusableInput(
            "REPLY",
            message("The answer cannot be taken as it is; nothing was kept."),
            findings=(*unknown, *(_finding(asked, *fault) for fault in faults.items())),
        )


def _not_asked(asked: Asked, reply: Reply) -> Iterator[Finding]:
    """What a reply says to questions that nobody asks: a slip of whoever typed it."""
    features = tuple(item.id for item in asked.features)
    requirements = tuple(item.id for item in asked.requirements)
    for given, asked_for in ((reply.values, features), (reply.meets, requirements)):
        for name in given:
            if name not in asked_for:
                text = message("There is no question “{name}”.", name=name)
                fix = message("Known: {options}.", options=asked_for) if asked_for else None
                yield Finding("REPLY", "error", text, fix=fix)


def _finding(asked: Asked, field: str, problem: Message) -> Finding:
    """A fault under the name of its question, with the answers that there are."""
    answers: dict[str, tuple[str, ...]]
    answers = {f"{MEETS}{item.id}": ("yes", "no") for item in asked.requirements}
    answers |= {f"{VALUE}{item.id}": item.values for item in asked.features}
    name = field.removeprefix(MEETS).removeprefix(VALUE)
    options = answers.get(field, ())
    fix = message("Known: {options}.", options=options) if options else None
    text = message("{field}: {problem}", field=name, problem=problem)
    return Finding("REPLY", "error", text, fix=fix)


def _keep(
    unit: Unit, process: Process, row: RespondentRow, reply: Reply, channel: str, actor: str
) -> Receipt:
    registration = registration_of(process, row.step)
    require_taking_in(process, registration)
    _require_fit(asked_by(process, registration), reply)
    before = known(row, unit.answers_of(row.code_hash))
    said = _standing(process, reply)
    if said == WITHDRAWN and not before.answers:
        raise Refused("NOTHING", message("There is no answer to take back."))
    values = dict(reply.values) if said == WILLING else {}
    entry = AnswerRow(
        row.code_hash, len(before.answers) + 1, process.now, channel, actor, said, values
    )
    person = _person(row.person or {}, reply, said)
    after = known(row, (*before.answers, entry))
    if after.respondent != before.respondent or person != row.person or not before.answers:
        unit.add_answers(entry)
        unit.write_person(row.code_hash, person)
        if registration.parameters.from_ == OPEN:
            _know_again(unit, process, row, reply)
    return Receipt(
        printed(row.number), after.respondent.standing, row.salt, line_hash(after.respondent)
    )


def _know_again(unit: Unit, process: Process, row: RespondentRow, reply: Reply) -> None:
    """Keep by what the person is known; refuse whoever is here already, without telling whom.

    Who changes a telephone number stays known by the old one, and cannot come twice.
    """
    tags = contact_tags(secret_of(unit, process.id), row.step, reply.person)
    known = unit.tagged(process.id, row.step, tags)
    if any(owner != row.code_hash for owner in known.values()):
        raise Refused(
            "ONCE",
            message("With this telephone number or e-mail address nothing could be taken in."),
            fix=message(
                "Everybody registers once. If you have done so, change your answer with the code "
                "of your receipt. If you have not, or have lost it, ask the organisers."
            ),
        )
    unit.add_contact_tags(
        process.id, row.step, [(tag, row.code_hash) for tag in sorted(tags - set(known))]
    )


def _standing(process: Process, reply: Reply) -> str:
    """Who is willing and does not meet a requirement is not eligible; which one is not kept."""
    if reply.answer != WILLING:
        return reply.answer
    met = all(reply.meets.get(item.id) for item in process.pilot.requirements)
    return WILLING if met else "ineligible"


def _person(before: Mapping[str, Any], reply: Reply, said: str) -> dict[str, Any]:
    """The person as the reply leaves it. Who is not in the pool needs nothing: contact and needs
    go, and the address of the letter stays for the thanks."""
    kept = {key: value for key, value in before.items() if key not in ("needs", "needs_text")}
    if said != WILLING:
        return {key: value for key, value in kept.items() if key not in ("phone", "email")}
    given = {key: value for key, value in reply.person.items() if value}
    return {**kept, **given}
