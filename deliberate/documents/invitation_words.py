"""The words of a letter of invitation: what it is about, what is asked, given and kept."""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.core.process.process import Process
from deliberate.core.recruitment.features import Feature, features_of
from deliberate.core.recruitment.registration import closes_at
from deliberate.core.rulebook.model import Step
from deliberate.core.text import Text
from deliberate.documents.document import Block, Heading, Paragraph
from deliberate.i18n import Translator

SESSION = "session"


def about(process: Process, say: Translator) -> Iterator[Block]:
    """Why somebody gets this letter, and what is to be decided."""
    pilot = process.pilot
    yield Paragraph(
        say.gettext(
            "You were drawn by lot from the register of residents and are invited to take part in "
            "“{title}”. No special knowledge is needed: what matters is your own experience."
        ).format(title=own(say, pilot.title))
    )
    yield Heading(say.gettext("What it is about"))
    yield Paragraph(own(say, pilot.remit.whole))
    if pilot.agency.commitment:
        yield Paragraph(own(say, pilot.agency.commitment))


def asked(process: Process, registration: Step, say: Translator) -> Iterator[Block]:
    """What happens next, when and where."""
    yield Heading(say.gettext("What is asked of you"))
    known = features_of(process.rulebook, registration)
    seats = sum(group.count for group in process.rulebook.seat_groups if not group.kinds)
    words = say.gettext(
        "Among all who are willing a second lottery draws {seats} people, so that together they "
        "resemble the residents. It balances: {features}."
    )
    yield Paragraph(
        words.format(
            seats=say.number(seats or process.rulebook.seats),
            features=say.listed([feature_word(say, item) for item in known]),
        )
    )
    lines = [*_days(process, say)]
    venue = own(say, process.pilot.territory.venue)
    if venue:
        lines.append(say.gettext("Where: {venue}").format(venue=venue))
    yield Paragraph("\n".join(lines))


def given(process: Process, say: Translator) -> Iterator[Block]:
    """What members receive, who pays it, and how taking part is made possible."""
    support, pilot = process.pilot.member_support, process.pilot
    yield Heading(say.gettext("What you receive"))
    lines: list[str] = []
    if support.honorarium_per_day:
        lines.append(
            say.gettext("For each day: {amount}.").format(
                amount=say.money(support.honorarium_per_day, support.currency)
            )
        )
    if support.expenses:
        lines.append(
            say.gettext("Costs that are paid: {expenses}.").format(
                expenses=say.listed([say.word("expense", item) for item in support.expenses])
            )
        )
    if pilot.budget.funding:
        lines.append(say.gettext("Who pays: {payer}.").format(payer=own(say, pilot.budget.funding)))
    if support.employer_letter:
        lines.append(say.gettext("Your employer gets a letter if you wish."))
    if support.step_free_venue:
        lines.append(say.gettext("The rooms can be reached without steps."))
    lines.append(say.gettext("If you need help to take part, tell us with your answer."))
    yield Paragraph("\n".join(lines))


def privacy(process: Process, say: Translator) -> Iterator[Block]:
    """What becomes of the data."""
    recruitment = process.pilot.recruitment
    yield Heading(say.gettext("Your data"))
    yield Paragraph(
        say.gettext(
            "Your name and address come from the register and serve this invitation alone. Your "
            "answer, your telephone number and what you need are seen by the organisers and by "
            "nobody else. What becomes public is how many people answered, and a number under "
            "which you can find yourself in the lottery. Names, addresses and telephone numbers "
            "are deleted {days} after the process ends. You can take your answer back until the "
            "registration closes."
        ).format(
            days=say.ngettext("{count} day", "{count} days", recruitment.keep_days).format(
                count=recruitment.keep_days
            )
        )
    )
    if recruitment.privacy:
        yield Paragraph(own(say, recruitment.privacy))


def answer_by(process: Process, registration: Step, say: Translator) -> str:
    """Until when an answer is awaited, in words; empty where no date is planned."""
    view = process.view(registration)
    end = view.ends or closes_at(view)
    if end is None:
        return ""
    return say.gettext("Please answer by {day}, also if you cannot take part.").format(
        day=say.date(process.calendar.local_day(end))
    )


def feature_word(say: Translator, item: Feature) -> str:
    return say.word("feature", item.id).replace("_", " ")


def value_word(say: Translator, item: Feature, value: str) -> str:
    """A value for readers: a language by its name, a span with a dash."""
    names = {
        "kk": say.pgettext("language", "Kazakh"),
        "ru": say.pgettext("language", "Russian"),
        "en": say.pgettext("language", "English"),
    }
    if item.id == "language" and value in names:
        return names[value]
    word = say.word("feature value", value)
    return word if word != value else value.replace("-", "–").replace("_", " ")


def own(say: Translator, text: Text) -> str:
    """An agency's words in this language, with a mark where they are only in another."""
    words, language = text.best(say.locale)
    return words if not words or language == say.locale else f"{words} [{language}]"


def _days(process: Process, say: Translator) -> Iterator[str]:
    for step in process.rulebook.steps:
        planned = process.planned(step.id) if step.kind == SESSION else None
        if planned is None:
            continue
        days = planned.days or (process.calendar.local_day(planned.starts),)
        yield say.gettext("When: {days}").format(
            days=say.listed([say.date(day, weekday=True) for day in days])
        )
