"""`deliberate recruit`: answers entered by staff, and calls to those who were drawn."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from deliberate.cli.house import House
from deliberate.cli.recruit_group import acting, organiser, recruit
from deliberate.cli.speaking import json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.tables import show_pairs, show_table
from deliberate.core.errors import UnusableInput, message

if TYPE_CHECKING:
    from deliberate.core.services.recruiting.calls import Called
    from deliberate.core.services.respondents import Known


@recruit.command(
    "list",
    help=_(
        "Show how many were invited and what they answered; with --people everybody by number.\n\n"
        "The list holds personal data and is for those who organise."
    ),
)
@click.argument("process", metavar="PROCESS")
@click.option("--people", is_flag=True, help=_("Name everybody, with what they need."))
@acting
@json_option
@click.pass_obj
def list_(house: House, process: str, people: bool, account: str | None, as_json: bool) -> None:
    from deliberate.core.services.recruiting.desk import registration_desk

    context, actor = organiser(house, process, account)
    desk = registration_desk(context, actor, process)
    if as_json:
        house.tell_machine(
            {
                "process": process,
                "answers": dict(desk.counts),
                "channels": dict(desk.channels),
                **({"people": [_as_json(item) for item in desk.people]} if people else {}),
            }
        )
        return
    say = house.translator
    show_pairs(
        house, [(say.word("answer", name), str(count)) for name, count in desk.counts.items()]
    )
    if people:
        heads = (_("no."), _("full name"), _("answer"), _("telephone"), _("needs"))
        rows = [_row(house, item) for item in desk.people]
        show_table(house, [say.gettext(head) for head in heads], rows, narrow=(0, 2, 3))


def _row(house: House, item: Known) -> tuple[str, ...]:
    from deliberate.core.process.respondents import printed

    person, say = item.row.person or {}, house.translator
    return (
        printed(item.respondent.number),
        str(person.get("name", "")),
        say.word("answer", item.respondent.standing),
        str(person.get("phone", "")),
        _needs(house, person),
    )


def _needs(house: House, person: Any) -> str:
    words = [house.translator.word("need", code) for code in _codes(person)]
    return "; ".join(filter(None, (*words, str(person.get("needs_text", "")))))


def _codes(person: Any) -> list[str]:
    needs = person.get("needs", ())
    return [needs] if isinstance(needs, str) else list(needs)


def _as_json(item: Known) -> dict[str, Any]:
    return {
        "number": item.respondent.number,
        "standing": item.respondent.standing,
        "values": dict(item.respondent.values),
        "person": None if item.row.person is None else dict(item.row.person),
        "answers": [
            {"at": a.at.isoformat(), "channel": a.channel, "by": a.actor, "answer": a.answer}
            for a in item.answers
        ],
    }


@recruit.command(
    "reply",
    help=_(
        "Enter an answer that came by telephone or on paper.\n\n"
        "NUMBER is the number of the letter, such as R0012. For a willing person every feature and "
        "every requirement is said: --value sex=female --meets R1=yes."
    ),
)
@click.argument("process", metavar="PROCESS")
@click.argument("number", metavar="NUMBER")
@click.option(
    "--channel", type=click.Choice(("phone", "paper")), required=True, help=_("How it came.")
)
@click.option(
    "--answer",
    "said",
    type=click.Choice(("willing", "declined", "withdrawn")),
    required=True,
    help=_("What the person says."),
)
@click.option("--value", "values", multiple=True, metavar="FEATURE=VALUE", help=_("A feature."))
@click.option("--meets", multiple=True, metavar="REQUIREMENT=yes|no", help=_("Whether one is met."))
@click.option("--name", default="", metavar="TEXT", help=_("The name, where it is corrected."))
@click.option("--phone", default="", metavar="TEXT", help=_("A telephone number."))
@click.option("--email", default="", metavar="TEXT", help=_("An e-mail address."))
@click.option("--need", "needs", multiple=True, metavar="NEED", help=_("What the person needs."))
@click.option("--needs-text", default="", metavar="TEXT", help=_("The same in own words."))
@acting
@json_option
@click.pass_obj
def reply(
    house: House,
    process: str,
    number: str,
    channel: str,
    said: str,
    values: tuple[str, ...],
    meets: tuple[str, ...],
    name: str,
    phone: str,
    email: str,
    needs: tuple[str, ...],
    needs_text: str,
    account: str | None,
    as_json: bool,
) -> None:
    from deliberate.core.services.recruiting.replies import NEEDS, Reply, answer_for

    unknown = tuple(need for need in needs if need not in NEEDS)
    if unknown:
        raise UnusableInput(
            "NEED",
            message("There is no need “{names}”.", names=unknown),
            fix=message("Known: {options}.", options=NEEDS),
        )
    person = {
        "name": name,
        "phone": phone,
        "email": email,
        "needs": list(needs),
        "needs_text": needs_text,
    }
    met = dict(map(_met, meets))
    context, actor = organiser(house, process, account)
    given = Reply(said, met, dict(_pair(words, "--value sex=female") for words in values), person)
    receipt = answer_for(context, actor, process, _number(number), given, channel)
    if as_json:
        house.tell_machine({"number": receipt.number, "standing": receipt.standing})
        return
    house.say(
        message(
            "{number}: {answer}.",
            number=receipt.number,
            answer=house.translator.word("answer", receipt.standing),
        )
    )


def _met(words: str) -> tuple[str, bool]:
    example = "--meets R1=yes"
    key, word = _pair(words, example)
    if word not in ("yes", "no"):
        raise UnusableInput(
            "PAIR",
            message("“{word}” is neither yes nor no.", word=word),
            fix=message("Write it like this: {example}", example=example),
        )
    return key, word == "yes"


def _pair(words: str, example: str) -> tuple[str, str]:
    key, found, value = words.partition("=")
    if not found:
        raise UnusableInput(
            "PAIR",
            message("“{words}” has no “=”.", words=words),
            fix=message("Write it like this: {example}", example=example),
        )
    return key, value


def _number(words: str) -> int:
    digits = words.strip().upper().removeprefix("R")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 9):
        raise UnusableInput(
            "NUMBER",
            message("“{words}” is no number of a letter.", words=words),
            fix=message("It is printed on the letter, like this: {example}", example="R0012"),
        )
    return int(digits)


@recruit.command(
    "calls",
    help=_(
        "List those who were drawn, for whoever calls them: the panel, then the alternates.\n\n"
        "An alternate is to be called once somebody of the panel has declined or is not eligible."
    ),
)
@click.argument("process", metavar="PROCESS")
@acting
@json_option
@click.pass_obj
def calls(house: House, process: str, account: str | None, as_json: bool) -> None:
    from deliberate.core.services.recruiting.calls import call_list

    context, actor = organiser(house, process, account)
    listed = call_list(context, actor, process)
    if as_json:
        house.tell_machine([_called_json(item) for item in listed])
        return
    heads = (
        _("no."),
        _("place"),
        _("full name"),
        _("telephone"),
        _("needs"),
        _("calls"),
        _("to call"),
    )
    rows = [_called(house, item) for item in listed]
    say = house.translator
    show_table(house, [say.gettext(head) for head in heads], rows, narrow=(0, 1, 3, 6))


def _called(house: House, item: Called) -> tuple[str, ...]:
    say = house.translator
    place = (
        say.gettext("panel")
        if not item.place
        else say.render(message("alternate no. {n}", n=item.place))
    )
    made = "; ".join(
        f"{say.word('call', one.outcome)}, {say.datetime(one.at)}, {one.actor}"
        + ("" if one.again_at is None else f" → {say.datetime(one.again_at)}")
        for one in item.calls
    )
    due = say.gettext("now") if item.due else ""
    person = item.person
    return (
        item.number,
        place,
        str(person.get("name", "")),
        str(person.get("phone", "") or person.get("email", "")),
        _needs(house, person),
        made,
        due,
    )


def _called_json(item: Called) -> dict[str, Any]:
    return {
        "number": item.respondent.number,
        "alternate": item.place or None,
        "person": dict(item.person),
        "due": item.due,
        "reached": item.reached,
        "calls": [
            {
                "at": one.at.isoformat(),
                "by": one.actor,
                "outcome": one.outcome,
                "again_at": None if one.again_at is None else one.again_at.isoformat(),
            }
            for one in item.calls
        ],
    }


@recruit.command(
    "call",
    help=_("Keep what came of a call: who called, when, and how it ended."),
)
@click.argument("process", metavar="PROCESS")
@click.argument("number", metavar="NUMBER")
@click.option(
    "--outcome",
    type=click.Choice(
        ("accepted", "declined", "not_reached", "call_back", "wrong_number", "ineligible")
    ),
    required=True,
    help=_("How the call ended."),
)
@click.option(
    "--again",
    type=click.DateTime(["%Y-%m-%dT%H:%M"]),
    metavar="2027-03-01T18:30",
    help=_("When to call again, on the clock of the process."),
)
@acting
@json_option
@click.pass_obj
def call(
    house: House,
    process: str,
    number: str,
    outcome: str,
    again: datetime | None,
    account: str | None,
    as_json: bool,
) -> None:
    from deliberate.core.services.processes import process_now
    from deliberate.core.services.recruiting.calls import record_call

    context, actor = organiser(house, process, account)
    zone = process_now(context, process).calendar.zone
    at = None if again is None else again.replace(tzinfo=zone)
    done = record_call(context, actor, process, _number(number), outcome, at)
    if as_json:
        house.tell_machine(_called_json(done))
        return
    word = house.translator.word("call", outcome)
    house.say(message("{number}: {answer}.", number=done.number, answer=word))
