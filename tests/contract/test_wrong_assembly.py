"""Wrong files of the citizens' assembly, and acts that a running one refuses.

Each file is a right one with one edit, and every finding of it is told; each act is one that a
member, the chair or the hosts might try at the moment before the right one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

import deliberate_assembly
from deliberate.core.errors import Finding
from deliberate.core.process.engine import decide
from deliberate.core.process.facts import Actor
from deliberate.core.process.process import Process
from deliberate.core.recruitment.cut_off import closed_to_substitutes
from deliberate.core.registry import Registry
from deliberate.core.services.files import check_pilot
from deliberate.testing.scenario import LOOKED_AT, Scenario, installed, walk
from tests.contract.conftest import refusal
from tests.wrong_files import ENGLISH, Edits, edited, line_of, with_rulebook

PACKAGE = Path(deliberate_assembly.__file__).parent
SCENARIOS, RULEBOOKS = PACKAGE / "scenarios", PACKAGE / "rulebooks"

Told = tuple[str, str, str, str]
"""What is found: the code, the level, words of the line where it stands, the sentence."""


@dataclass(frozen=True)
class Wrong:
    """A right file in which each `before` became its `after`, and everything that is found."""

    name: str
    edits: Edits
    found: tuple[Told, ...]
    variant: str = "irish"

    def __str__(self) -> str:
        return self.name


def told(findings: tuple[Finding, ...]) -> list[tuple[str, str, str, int, str]]:
    return [
        (
            one.code,
            one.level,
            Path(one.where.file).name if one.where else "",
            one.where.line if one.where else 0,
            ENGLISH.render(one.message),
        )
        for one in findings
    ]


def expected(wrong: Wrong, text: str, file: str) -> list[tuple[str, str, str, int, str]]:
    return sorted(
        (code, level, file, line_of(text, words), said) for code, level, words, said in wrong.found
    )


def step(name: str) -> str:
    return f'[[steps]]\nid = "{name}"\n'


BALLOTS = {
    "ballot_1": "Ballot 1: whether the provision is kept in full",
    "ballot_2": "Ballot 2: repeal or replace",
    "ballot_3": "Ballot 3: who regulates the matter",
    "ballot_4a": "Ballot 4A: what the provision itself should say",
    "ballot_4b": "Ballot 4B: what the law should say",
}


def of_every_ballot(code: str, level: str, said: str) -> tuple[Told, ...]:
    """The same finding at each ballot of the rulebook."""
    return tuple((code, level, step(name), said.format(title)) for name, title in BALLOTS.items())


VOTING_IN_APRIL = "voting = { days = [2027-04-24, 2027-04-25] }"
TOO_EARLY = "weekend_2 = { days = [2027-03-19, 2027-03-20] }"

PILOTS = (
    Wrong(
        "papers of one side only",
        (
            ("for_opening", "for_keeping"),
            ('"background"\ntitle', '"for_keeping"\ntitle'),
        ),
        (
            (
                "CA07",
                "must",
                "[[materials]]",
                "Viewpoints in materials: 1 (for_keeping); the rule asks for 2.",
            ),
        ),
    ),
    Wrong(
        "too few hours",
        (
            ("minutes = 120", "minutes = 20"),
            ("minutes = 150", "minutes = 20"),
            ("minutes = 75", "minutes = 20"),
        ),
        (
            (
                "CA17",
                "must",
                "[[agenda]]",
                "agenda.minutes: 1310; the rule asks for at least 1800.",
            ),
            (
                "CA19",
                "should",
                "[[agenda]]",
                "agenda.minutes: 1310; the rule asks for at least 2700.",
            ),
            (
                "GP8",
                "should",
                "opening = ",
                (
                    "The principle “Time” is not kept. It asks for this: at least four full days "
                    "are planned (a day is full when its agenda has six hours or more)."
                ),
            ),
        ),
    ),
    Wrong(
        "a member is named beforehand",
        (
            (
                "[oversight]\n",
                (
                    '[[seats]]\nid = "S1"\nkind = "person"\ngroup = "members"\nname.en = "A '
                    'friend"\n\n[oversight]\n'
                ),
            ),
        ),
        (
            (
                "CA01",
                "must",
                "[[seats]]",
                "seats of “Members of the assembly”: 1; the rule asks for exactly 99.",
            ),
            (
                "CA04",
                "must",
                "[[seats]]",
                "seats of “Members of the assembly”: 1; the rule allows 0 at most.",
            ),
        ),
    ),
    Wrong(
        "citizens are invited before anything is announced",
        (("announcement = 2027-01-18", "announcement = 2027-01-28"),),
        (
            (
                "CA03",
                "must",
                "invitation = ",
                (
                    "“Inviting citizens” begins 25 January 2027, before “Announcement of the "
                    "assembly” is over (28 January 2027)."
                ),
            ),
            (
                "GP3",
                "should",
                "[calendar]",
                (
                    "The principle “Transparency” is not kept. It asks for this: the process is "
                    "announced before the recruitment of members begins."
                ),
            ),
        ),
    ),
    Wrong(
        "the report is written before the results are announced",
        (("results = 2027-05-16T18:00:00+00:00", "results = 2027-06-01"),),
        (
            (
                "CA16",
                "must",
                "report = ",
                (
                    "“Report to parliament” begins 24 May 2027, before “The results are "
                    "announced in public” is over (1 June 2027)."
                ),
            ),
        ),
    ),
    Wrong(
        "nobody answers for the neutrality of the question",
        (('neutrality_signed_off_by = "oversight_group"\n', ""),),
        (
            ("CA05", "must", "[remit]", "remit.neutrality_signed_off_by is not filled in."),
            (
                "GP1",
                "should",
                "[remit]",
                (
                    "The principle “Purpose” is not kept. It asks for this: it is named who "
                    "answers for the neutrality of the question."
                ),
            ),
        ),
    ),
    Wrong(
        "an assembly of three days",
        (
            (
                (
                    "weekend = { days = [2027-03-20, 2027-03-21, 2027-04-17, 2027-04-18, "
                    "2027-05-01, 2027-05-02] }"
                ),
                "weekend = 2027-03-20",
            ),
        ),
        (
            ("CA18", "must", "[calendar]", "days of meetings: 3; the rule asks for at least 4."),
            ("CA24", "should", "[calendar]", "days of meetings: 3; the rule asks for at least 6."),
            (
                "AGENDA",
                "must",
                "day = 2\n",
                "The agenda of session 1 takes 6 days; planned days: 1.",
            ),
            (
                "GP8",
                "should",
                "opening = ",
                (
                    "The principle “Time” is not kept. It asks for this: at least four full days "
                    "are planned (a day is full when its agenda has six hours or more)."
                ),
            ),
        ),
        "general",
    ),
    Wrong(
        "forty members",
        (("members = 60", "members = 40"),),
        (("OPEN", "must", "members = 40", "members cannot be 40."),),
        "general",
    ),
    Wrong(
        "the chair votes as well",
        (("members = 60", 'members = 60\nvoters = "all"'),),
        (
            (
                "CA26",
                "should",
                "voters = ",
                '“Ballot on the recommendations”: voters is "all"; the rule asks for "members".',
            ),
            (
                "GP10",
                "should",
                "# A pilot",
                (
                    "The principle “Privacy” is not kept. It asks for this: members' names are "
                    "not public from the start."
                ),
            ),
            (
                "GP4",
                "should",
                "# A pilot",
                (
                    "The principle “Representativeness” is not kept. It asks for this: all "
                    "members who decide are drawn by lot."
                ),
            ),
            (
                "OECD2",
                "should",
                "# A pilot",
                (
                    "The principle “Random selection with demographic stratification” is not "
                    "kept. It asks for this: all members who decide are drawn by lot."
                ),
            ),
        ),
        "general",
    ),
    Wrong(
        "a vote by name",
        (("members = 60", 'members = 60\nsecrecy = "roll_call"'),),
        (
            (
                "CA27",
                "should",
                "secrecy = ",
                (
                    '“Ballot on the recommendations”: secrecy is "roll_call"; the rule asks for '
                    '"secret".'
                ),
            ),
        ),
        "general",
    ),
    Wrong(
        "the speakers are of one side",
        (
            ('viewpoint = "against"', 'viewpoint = "for"'),
            (
                'organisation.en = "Law reform commission"\nviewpoint = "background"',
                'organisation.en = "Law reform commission"\nviewpoint = "for"',
            ),
        ),
        (
            (
                "CA08",
                "should",
                "[[witnesses]]",
                "Viewpoints in witnesses: 1 (for); the rule asks for 2.",
            ),
        ),
    ),
    Wrong(
        "the speakers are of one side and of none",
        (('viewpoint = "against"', 'viewpoint = "Background"'),),
        (
            (
                "CA08",
                "should",
                "[[witnesses]]",
                "Viewpoints in witnesses: 1 (for); the rule asks for 2.",
            ),
        ),
    ),
    Wrong(
        "votes before the last weekend of papers",
        (
            ("wording = { from = 2027-05-15", "wording = { from = 2027-04-24"),
            ("until = 2027-05-15T17", "until = 2027-04-24T17"),
            ("voting = { days = [2027-05-15, 2027-05-16] }", VOTING_IN_APRIL),
            ("ballot_1 = 2027-05-16", "ballot_1 = 2027-04-25"),
        ),
        (
            (
                "ORDER",
                "must",
                "wording = {",
                "“Members agree the wording of the ballot papers” begins 24 April 2027, 12:00 "
                "(UTC), before “Weekend of papers, questions and round tables” is over (2 May "
                "2027).",
            ),
            (
                "ORDER",
                "must",
                VOTING_IN_APRIL,
                "“Voting weekend” begins 24 April 2027, before “Weekend of papers, questions and "
                "round tables” is over (2 May 2027).",
            ),
        ),
    ),
    Wrong(
        "a weekend without a date",
        (("weekend_4 = { days = [2027-05-01, 2027-05-02] }\n", ""),),
        (
            (
                "CALENDAR",
                "must",
                "[calendar]",
                "“Weekend of papers, questions and round tables” takes place 4 times; dates that "
                "are missing: weekend_4.",
            ),
        ),
    ),
    Wrong(
        "a weekend before the one that it follows",
        (("weekend_2 = { days = [2027-04-03, 2027-04-04] }", TOO_EARLY),),
        (
            (
                "ORDER",
                "must",
                TOO_EARLY,
                "“Weekend of papers, questions and round tables”: number 2 begins 19 March 2027, "
                "before number 1 is over (21 March 2027).",
            ),
        ),
    ),
    Wrong(
        "papers for a weekend that is not held",
        (("occurrence = 4", "occurrence = 5"),),
        (
            (
                "AGENDA",
                "must",
                '[[agenda]]\nstep = "weekend"\noccurrence = 5',
                "“Papers on those who walk on it” is for session 5; sessions planned: 4.",
            ),
        ),
    ),
    Wrong(
        "a ballot on a day on which nobody meets",
        (("ballot_1 = 2027-05-16", "ballot_1 = 2027-05-30"),),
        (
            (
                "CALENDAR",
                "must",
                "ballot_1 = ",
                "“Ballot 1: whether the provision is kept in full” is planned for 30 May 2027, "
                "outside “Voting weekend” (15 May 2027 to 16 May 2027).",
            ),
        ),
    ),
    Wrong(
        "a ballot that goes on after the session",
        (("ballot_1 = 2027-05-16", "ballot_1 = { from = 2027-05-16, until = 2027-05-17 }"),),
        (
            (
                "CALENDAR",
                "must",
                "ballot_1 = ",
                "“Ballot 1: whether the provision is kept in full” is planned for 16 May 2027 to "
                "17 May 2027, outside “Voting weekend” (15 May 2027 to 16 May 2027).",
            ),
        ),
    ),
)

BOOKS = (
    Wrong(
        "the chair votes",
        (
            (
                (
                    'worded_by = "wording"\nvoters = "members"\ncounted_by = '
                    '"returning_officer"\nmethod = "single_choice"\noptions = [\n    { id = '
                    '"retain"'
                ),
                (
                    'worded_by = "wording"\ncounted_by = "returning_officer"\nmethod = '
                    '"single_choice"\noptions = [\n    { id = "retain"'
                ),
            ),
        ),
        (
            (
                "CA02",
                "must",
                step("ballot_1"),
                "“Chair” would vote in “Ballot 1: whether the provision is kept in full”.",
            ),
        ),
    ),
    Wrong(
        "opt-outs are counted in the base",
        (('base = "cast_less_opt_outs"\nopt_out', 'base = "cast"\nopt_out'),),
        of_every_ballot(
            "CA13", "must", '“{}”: base is "cast"; the rule asks for "cast_less_opt_outs".'
        ),
    ),
    Wrong(
        "the second ballot waits for nothing",
        (('when = "ballot_1 = not_retain"\n', ""),),
        (
            (
                "CA12",
                "must",
                step("ballot_2"),
                "“Ballot 2: repeal or replace” waits for no outcome of an earlier ballot.",
            ),
        ),
    ),
    Wrong(
        "the second ballot waits for what the first cannot say",
        (("ballot_1 = not_retain", "ballot_1 = not_kept"),),
        (
            (
                "CA12",
                "must",
                step("ballot_2"),
                "“Ballot 2: repeal or replace” waits for “Ballot 1: whether the provision is kept "
                "in full”: not_kept, which is no option of it.",
            ),
        ),
    ),
    Wrong(
        "a ballot by roll call",
        (
            (
                (
                    'opt_out = true\nsecrecy = "secret"\nsource = "ireland-2016"\nstatus = '
                    '"seen"\n\n[[steps]]\nid = "ballot_2"'
                ),
                (
                    'opt_out = true\nsecrecy = "roll_call"\nsource = "ireland-2016"\nstatus = '
                    '"seen"\n\n[[steps]]\nid = "ballot_2"'
                ),
            ),
        ),
        (
            (
                "CA11",
                "must",
                step("ballot_1"),
                (
                    '“Ballot 1: whether the provision is kept in full”: secrecy is "roll_call"; '
                    'the rule asks for "secret".'
                ),
            ),
        ),
    ),
    Wrong(
        "ninety-eight citizens",
        (("count = 99", "count = 98"),),
        (
            (
                "CA01",
                "must",
                "[[seat_groups]]",
                "seats of “Members of the assembly”: 98; the rule asks for exactly 99.",
            ),
        ),
    ),
    Wrong(
        "substitutes come at any time",
        (('substitutes_until = "weekend"\n', ""),),
        (
            (
                "CA09",
                "must",
                step("confirmation"),
                "“Members confirm their seats” does not say: substitutes_until.",
            ),
        ),
    ),
    Wrong(
        "the wording is not agreed",
        (
            (
                (
                    'when = "ballot_2 = replace"\nrule = "CA12"\nin_session = '
                    '"voting"\nworded_by = "wording"\n'
                ),
                'when = "ballot_2 = replace"\nrule = "CA12"\nin_session = "voting"\n',
            ),
        ),
        (
            (
                "CA10",
                "must",
                step("ballot_3"),
                "“Ballot 3: who regulates the matter” does not say: worded_by.",
            ),
        ),
    ),
    Wrong(
        "the organisers count",
        (
            (
                (
                    'when = "ballot_3 = direct"\nrule = "CA12"\nin_session = "voting"\nworded_by '
                    '= "wording"\nvoters = "members"\ncounted_by = "returning_officer"\n'
                ),
                (
                    'when = "ballot_3 = direct"\nrule = "CA12"\nin_session = "voting"\nworded_by '
                    '= "wording"\nvoters = "members"\n'
                ),
            ),
        ),
        (
            (
                "CA15",
                "must",
                step("ballot_4a"),
                (
                    '“Ballot 4A: what the provision itself should say”: counted_by is "hosts"; '
                    'the rule asks for "returning_officer".'
                ),
            ),
        ),
    ),
    Wrong(
        "members attend the vote from afar",
        (("remote = false\nitems", "remote = true\nitems"),),
        (
            (
                "CA14",
                "must",
                step("voting"),
                "“Voting weekend”: remote is true; the rule asks for false.",
            ),
            *of_every_ballot(
                "REMOTE", "should", "“{}” is secret, and “Voting weekend” may be attended by video."
            ),
        ),
    ),
    Wrong(
        "the hosts write the ballot papers",
        (('rule = "CA10"\nwho = "members"', 'rule = "CA10"\nwho = "hosts"'),),
        (
            (
                "CA25",
                "must",
                step("wording"),
                (
                    '“Members agree the wording of the ballot papers”: who is "hosts"; the rule '
                    'asks for "members".'
                ),
            ),
        ),
    ),
    Wrong(
        "nobody may state no opinion",
        (("opt_out = true\nsecrecy", "opt_out = false\nsecrecy"),),
        of_every_ballot("CA13", "must", "“{}”: opt_out is false; the rule asks for true."),
    ),
)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return installed()


@pytest.mark.parametrize("variant", ["irish", "general"])
def test_the_right_files_are_right(variant: str, registry: Registry) -> None:
    assert check_pilot(registry, SCENARIOS / f"{variant}.toml", LOOKED_AT).findings == ()


@pytest.mark.parametrize("wrong", PILOTS, ids=str)
def test_a_wrong_pilot_is_told_what_is_wrong(
    wrong: Wrong, registry: Registry, tmp_path: Path
) -> None:
    right = (SCENARIOS / f"{wrong.variant}.toml").read_text(encoding="utf-8")
    path = tmp_path / "pilot.toml"
    path.write_text(edited(right, wrong.edits), encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    found = told(check_pilot(registry, path, LOOKED_AT).findings)
    assert sorted(found) == expected(wrong, text, "pilot.toml")


@pytest.mark.parametrize("wrong", BOOKS, ids=str)
def test_a_pilot_of_a_wrong_rulebook_is_told_where_it_is_wrong(
    wrong: Wrong, tmp_path: Path
) -> None:
    """A rulebook of somebody's own, which keeps the rules of the model and breaks one."""
    right = (RULEBOOKS / "irish.toml").read_text(encoding="utf-8")
    own = (('variant = "irish"', 'variant = "own"'), ("fit.toml", "own.fit.toml"))
    book = tmp_path / "own.toml"
    book.write_text(edited(right, own + wrong.edits), encoding="utf-8")
    fit = (RULEBOOKS / "fit.toml").read_text(encoding="utf-8")
    (tmp_path / "own.fit.toml").write_text(fit, encoding="utf-8")
    path = tmp_path / "pilot.toml"
    pilot = (SCENARIOS / "irish.toml").read_text(encoding="utf-8")
    path.write_text(edited(pilot, own[:1]), encoding="utf-8")
    found = told(check_pilot(with_rulebook(book), path, LOOKED_AT).findings)
    assert sorted(found) == expected(wrong, book.read_text(encoding="utf-8"), "own.toml")


# ------------------------------------------------------------------ acts in a running assembly
At = Callable[..., Process]
SECRETARY = Actor("rehearsal-secretary", "secretary")
OFFICER = Actor("rehearsal-returning-officer", "returning_officer")
REPEALED = {"text": {"en": "Should the provision be repealed, or replaced or amended?"}}


@pytest.fixture(scope="module")
def lived(registry: Registry, tmp_path_factory: pytest.TempPathFactory) -> Process:
    """The scenario as it ended: the provision is to be repealed, so two ballots were skipped."""
    scenario = Scenario("assembly/irish", SCENARIOS / "irish.toml")
    return walk(scenario, registry, tmp_path_factory.mktemp("lived") / "lived.zip").process


@pytest.fixture
def just_after(lived: Process) -> At:
    """The assembly right after a fact of its story (the last of its kind in a step)."""

    def read(kind: str, step: str) -> Process:
        fact = lived.select(kind, step=step)[-1]
        return replace(lived, facts=lived.facts[: fact.seq], now=fact.at)

    return read


def member(process: Process, seat: str) -> Actor:
    found = process.roster.seat(seat)
    assert found is not None
    return Actor(found.account, "member")


def test_a_second_ballot_is_not_opened_without_the_first(just_after: At) -> None:
    process = just_after("ballot.opened", "ballot_1")
    assert process.state("ballot_2").state == "waiting"
    assert refusal(process, SECRETARY, "ballot_2", "open", REPEALED) == "ORDER"


def test_a_ballot_that_an_outcome_rules_out_is_skipped(just_after: At) -> None:
    process = just_after("ballot.counted", "ballot_2")
    states = {name: process.state(name).state for name in ("ballot_3", "ballot_4a", "ballot_4b")}
    assert set(states.values()) == {"skipped"}
    body = {"text": {"en": "Ballot 3: who regulates the matter"}}
    assert refusal(process, SECRETARY, "ballot_3", "open", body) == "SKIPPED"


def test_the_chair_does_not_vote(just_after: At) -> None:
    process = just_after("ballot.opened", "ballot_1")
    chair = member(process, "C01")
    assert refusal(process, chair, "ballot_1", "cast", {"choice": "retain"}) == "NO_VOTE"


def test_an_absent_member_does_not_vote(just_after: At) -> None:
    process = just_after("ballot.opened", "ballot_1")
    absent = member(process, "M99")
    assert refusal(process, absent, "ballot_1", "cast", {"choice": "retain"}) == "ABSENT"


def test_nobody_calls_out_a_secret_vote(just_after: At) -> None:
    process = just_after("ballot.opened", "ballot_1")
    body = {"seat": "M01", "choice": "retain", "form": "roll_call"}
    assert refusal(process, SECRETARY, "ballot_1", "cast", body) == "SECRET"


def test_the_hosts_do_not_count_and_the_returning_officer_does_nothing_else(
    just_after: At,
) -> None:
    process = just_after("ballot.participated", "ballot_1")
    assert refusal(process, SECRETARY, "ballot_1", "count", {}) == "COUNTER"
    opening = {"text": {"en": "Should the provision on private land be retained in full?"}}
    assert refusal(process, OFFICER, "ballot_1", "open", opening) == "ROLE"
    hosting = Actor(SECRETARY.id, "returning_officer")
    assert refusal(process, hosting, "ballot_1", "count", {}) == "SAME_PERSON"


def test_the_papers_of_the_room_are_entered_by_the_returning_officer_alone(
    just_after: At,
) -> None:
    process = just_after("ballot.opened", "ballot_1")
    seats = ["M03", "M01", "M02"]
    body = {"papers": [{"choice": "retain"}] * 2 + [{"blank": True}], "seats": seats}
    assert refusal(process, SECRETARY, "ballot_1", "enter", body) == "COUNTER"
    hosting = Actor(SECRETARY.id, "returning_officer")
    assert refusal(process, hosting, "ballot_1", "enter", body) == "SAME_PERSON"
    with_chair = {**body, "seats": ["C01", "M01", "M02"]}
    assert refusal(process, OFFICER, "ballot_1", "enter", with_chair) == "NO_VOTE"
    drafts = decide(process, OFFICER, "ballot_1", "enter", body, rules=lambda _: ())
    assert [draft.body for draft in drafts] == [
        {"seat": seat, "form": "slip"} for seat in sorted(seats)
    ]


def test_only_the_wording_that_members_agreed_is_put_to_the_vote(just_after: At) -> None:
    process = just_after("session.item_closed", "voting")
    before = replace(process, facts=just_after("ballot.opened", "ballot_1").facts[:-1])
    other = {"text": {"en": "Should the provision be kept?"}}
    assert refusal(before, SECRETARY, "ballot_1", "open", other) == "WORDING"


def test_a_substitute_comes_until_the_first_weekend_and_no_later(just_after: At) -> None:
    agency = Actor("rehearsal-agency", "agency")
    early = just_after("session.closed", "opening")
    assert closed_to_substitutes(early, "members") is None
    late = just_after("session.closed", "weekend")
    drafts = decide(
        late, agency, "confirmation", "decline", {"seat": "M07"}, rules=lambda _: (), approved=True
    )
    left = late.after(drafts, agency)
    assert refusal(left, agency, "lottery", "fill_vacancies", {}) == "CUT_OFF"
