"""Wrong files of the consensus conference: a right one with one edit, and what is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

import deliberate_consensus_conference
from deliberate.core.registry import Registry
from deliberate.core.services.files import check_pilot
from deliberate.testing.scenario import LOOKED_AT, installed
from tests.wrong_files import Edits, edited, line_of, told, with_rulebook

PACKAGE = Path(deliberate_consensus_conference.__file__).parent
RIGHT = (PACKAGE / "scenarios" / "danish.toml").read_text(encoding="utf-8")
RULES = (PACKAGE / "rulebooks" / "danish.toml").read_text(encoding="utf-8")
FIT = (PACKAGE / "rulebooks" / "fit.toml").read_text(encoding="utf-8")


Told = tuple[str, str, str, str]
"""What is found: the code, the level, words of the line where it stands, the sentence."""


@dataclass(frozen=True)
class Wrong:
    """A right file in which each `before` became its `after`, and everything that is found."""

    name: str
    edits: Edits
    found: tuple[Told, ...]


QUESTIONS = "key_questions = { from = 2027-04-18, until = 2027-05-09 }"

PILOTS = (
    Wrong(
        "witnesses of one side only",
        (
            (
                'organisation.en = "Civil rights union"\nviewpoint = "against"',
                'organisation.en = "Ministry of the interior"\nviewpoint = "for"',
            ),
        ),
        (
            (
                "CC13",
                "must",
                "[[witnesses]]",
                "Viewpoints in witnesses: 1 (for); the rule asks for 2.",
            ),
        ),
    ),
    Wrong(
        "a steering committee of one side",
        (('sides = ["for", "against"]', 'sides = ["for", "neutral"]'),),
        (
            (
                "CC05",
                "must",
                "sides = ",
                "Viewpoints in oversight.sides: 1 (for); the rule asks for 2.",
            ),
        ),
    ),
    Wrong(
        "a steering committee that nobody knows",
        (('composition.en = "Two police officers', '# composition.en = "Two police officers'),),
        (
            ("CC04", "must", "[oversight]", "oversight.composition is not filled in."),
            (
                "GP9",
                "should",
                "[oversight]",
                "The principle “Integrity” is not kept. It asks for this: the composition of an "
                "oversight group is published.",
            ),
        ),
    ),
    Wrong(
        "the background paper is approved after it was sent",
        (("until = 2027-04-02 }", "until = 2027-04-09 }"),),
        (
            (
                "CC07",
                "must",
                "background_paper = 2027",
                (
                    "“Sending the background paper to the panel” begins 2 April 2027, "
                    "before “Sign-off by the steering committee” is over (9 April 2027)."
                ),
            ),
        ),
    ),
    Wrong(
        "the background paper shows one side only",
        (
            (
                'author = "invited:civil_rights"\nviewpoint = "against"',
                'author = "invited:civil_rights"\nviewpoint = "for"',
            ),
        ),
        (
            (
                "CC06",
                "should",
                "[[materials]]",
                "Viewpoints in materials: 1 (for); the rule asks for 2.",
            ),
        ),
    ),
    Wrong(
        "an expert who says the same more loudly",
        (
            (
                'organisation.en = "Civil rights union"\nviewpoint = "against"',
                'organisation.en = "Civil rights union"\nviewpoint = "strongly_for"',
            ),
        ),
        (
            (
                "CC13",
                "must",
                "[[witnesses]]",
                "Viewpoints in witnesses: 1 (for); the rule asks for 2.",
            ),
        ),
    ),
    Wrong(
        "a steering committee of one side written twice",
        (('sides = ["for", "against"]', 'sides = ["for", "For"]'),),
        (
            (
                "CC05",
                "must",
                'sides = ["for", "For"]',
                "Viewpoints in oversight.sides: 1 (for); the rule asks for 2.",
            ),
        ),
    ),
    Wrong(
        "key questions before anybody has met",
        ((QUESTIONS, "key_questions = { from = 2027-04-05, until = 2027-04-10 }"),),
        (
            (
                "CC29",
                "must",
                "key_questions = ",
                "“The panel's key questions” begins 5 April 2027, before “First preparatory "
                "weekend: learning and drafting questions” (17 April 2027).",
            ),
            (
                "CC29",
                "must",
                "key_questions = ",
                "“The panel's key questions” ends 10 April 2027, before “Second preparatory "
                "weekend: key questions and choice of experts” (8 May 2027).",
            ),
        ),
    ),
    Wrong(
        "questions and experts are settled between the weekends",
        (
            (QUESTIONS, "key_questions = { from = 2027-04-18, until = 2027-04-25 }"),
            ("experts = 2027-05-09", "experts = 2027-05-01"),
        ),
        (
            (
                "CC29",
                "must",
                "key_questions = ",
                "“The panel's key questions” ends 25 April 2027, before “Second preparatory "
                "weekend: key questions and choice of experts” (8 May 2027).",
            ),
            (
                "CC29",
                "must",
                "experts = ",
                "“The experts whom the panel chose” ends 1 May 2027, before “Second preparatory "
                "weekend: key questions and choice of experts” (8 May 2027).",
            ),
        ),
    ),
    Wrong(
        "one preparatory weekend",
        (("weekend_2 = { days = [2027-05-08, 2027-05-09] }\n", ""),),
        (
            (
                "CC09",
                "must",
                "[calendar]",
                (
                    "calendar.weekend_2 is missing: “Second preparatory weekend: key "
                    "questions and choice of experts”."
                ),
            ),
            (
                "CC10",
                "should",
                "[calendar]",
                (
                    "calendar.weekend_2 is missing: “Second preparatory weekend: key "
                    "questions and choice of experts”."
                ),
            ),
        ),
    ),
    Wrong(
        "the conference before the second weekend",
        (
            (
                "weekend_2 = { days = [2027-05-08, 2027-05-09] }",
                "weekend_2 = { days = [2027-06-19, 2027-06-20] }",
            ),
        ),
        (
            (
                "CC29",
                "must",
                "key_questions = ",
                "“The panel's key questions” ends 9 May 2027, before “Second preparatory weekend: "
                "key questions and choice of experts” (19 June 2027).",
            ),
            (
                "CC10",
                "should",
                "weekend_2 = {",
                (
                    "“Second preparatory weekend: key questions and choice of experts” (20 "
                    "June 2027) is not before “The conference: experts answer the panel's "
                    "questions” (11 June 2027); the rule asks for 21 days."
                ),
            ),
            (
                "CC29",
                "must",
                "experts = ",
                "“The experts whom the panel chose” ends 9 May 2027, before “Second preparatory "
                "weekend: key questions and choice of experts” (19 June 2027).",
            ),
            (
                "CC09",
                "must",
                "hearing = {",
                (
                    "“The conference: experts answer the panel's questions” begins 11 June "
                    "2027, before “Second preparatory weekend: key questions and choice of "
                    "experts” is over (20 June 2027)."
                ),
            ),
        ),
    ),
    Wrong(
        "experts have no time to prepare",
        (
            (
                "weekend_2 = { days = [2027-05-08, 2027-05-09] }",
                "weekend_2 = { days = [2027-05-29, 2027-05-30] }",
            ),
            ("until = 2027-05-09 }", "until = 2027-05-30 }"),
            ("experts = 2027-05-09", "experts = 2027-05-30"),
        ),
        (
            (
                "CC10",
                "should",
                "weekend_2 = {",
                (
                    "“Second preparatory weekend: key questions and choice of experts” is "
                    "12 days before “The conference: experts answer the panel's questions” "
                    "(30 May 2027, 11 June 2027); the rule asks for 21 days."
                ),
            ),
        ),
    ),
    Wrong(
        "a panel of seventeen",
        (("panel = 14", "panel = 17"),),
        (("OPEN", "must", "panel = 17", "panel cannot be 17."),),
    ),
    Wrong(
        "a panel of nine",
        (("panel = 14", "panel = 9"),),
        (("OPEN", "must", "panel = 9", "panel cannot be 9."),),
    ),
    Wrong(
        "a hearing of one day",
        (("hearing = { days = [2027-06-11, 2027-06-12] }", "hearing = 2027-06-12"),),
        (
            ("CC14", "must", "reading = 2027", "The conference takes 3 days; the pilot states 4."),
            (
                "AGENDA",
                "must",
                'day = 2\nstart = 09:00:00\nminutes = 180\nkind = "panel',
                "The agenda of session 1 takes 2 days; planned days: 1.",
            ),
        ),
    ),
    Wrong(
        "a conference that is interrupted",
        (
            (
                "hearing = { days = [2027-06-11, 2027-06-12] }",
                "hearing = { days = [2027-06-09, 2027-06-10] }",
            ),
        ),
        (
            (
                "CC14",
                "must",
                "reading = 2027",
                "The conference is interrupted between 9 June 2027 and 14 June 2027.",
            ),
        ),
    ),
    Wrong(
        "an expert gives a talk that nobody asked for",
        (('kind = "panel_questions"', 'kind = "keynote"'),),
        (
            (
                "CC15",
                "must",
                'kind = "keynote"',
                "“The panel asks further” is no answer to a question of the panel.",
            ),
        ),
    ),
    Wrong(
        "the audience may not ask",
        (('kind = "audience_questions"', 'kind = "panel_questions"'),),
        (
            (
                "CC15",
                "must",
                '[[agenda]]\nstep = "hearing"',
                "The hearing lacks: audience_questions.",
            ),
        ),
    ),
    Wrong(
        "somebody is named beforehand",
        (
            (
                "[oversight]\n",
                (
                    '[[seats]]\nid = "S1"\nkind = "person"\ngroup = "panel"\nname.en = "A '
                    'friend of the board"\n\n[oversight]\n'
                ),
            ),
        ),
        (
            ("CC01", "must", "[[seats]]", "all seats: 1; the rule asks for at least 10."),
            (
                "CC22",
                "must",
                "[[seats]]",
                "seats of “Members of the lay panel”: 1; the rule allows 0 at most.",
            ),
        ),
    ),
)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return installed()


RULEBOOKS = (
    Wrong(
        "the agency approves the background paper",
        (('approved_by = "steering"\n', ""),),
        (
            (
                "CC08",
                "must",
                '[[steps]]\nid = "background_paper"',
                '“Sending the background paper to the panel”: approved_by is ""; '
                'the rule asks for "steering".',
            ),
        ),
    ),
    Wrong(
        "the agency writes the questions",
        (('written_by = "members"', 'written_by = "agency"'),),
        (
            (
                "CC11",
                "must",
                '[[steps]]\nid = "key_questions"',
                "“The panel's key questions”: written_by is "
                '"agency"; the rule asks for "members".',
            ),
        ),
    ),
    Wrong(
        "the agency chooses among the questions",
        (
            (
                (
                    'chosen_by = "members"\nsource = "bats-1994"\nstatus = "seen"\n\n'
                    '[[steps]]\nid = "weekend_2"'
                ),
                (
                    'chosen_by = "agency"\nsource = "bats-1994"\nstatus = "seen"\n\n'
                    '[[steps]]\nid = "weekend_2"'
                ),
            ),
        ),
        (
            (
                "CC11",
                "must",
                '[[steps]]\nid = "key_questions"',
                '“The panel\'s key questions”: chosen_by is "agency"; the rule asks for "members".',
            ),
        ),
    ),
    Wrong(
        "the agency chooses the experts",
        (
            (
                'chosen_by = "members"\ninterests_declared',
                'chosen_by = "agency"\ninterests_declared',
            ),
        ),
        (
            (
                "CC12",
                "must",
                '[[steps]]\nid = "experts"',
                "“The experts whom the panel chose”: chosen_by is "
                '"agency"; the rule asks for "members".',
            ),
        ),
    ),
    Wrong(
        "the hearing is not public",
        (
            (
                'rule = "CC15"\npublic = true\nitems = [\n    { kind = "opening"',
                'rule = "CC15"\npublic = false\nitems = [\n    { kind = "opening"',
            ),
        ),
        (
            (
                "CC26",
                "must",
                '[[steps]]\nid = "hearing"',
                "“The conference: experts answer the panel's questions”: public is false; "
                "the rule asks for true.",
            ),
        ),
    ),
    Wrong(
        "a document without marks of consensus",
        (("consensus_marks = true", "consensus_marks = false"),),
        (
            (
                "CC17",
                "must",
                '[[steps]]\nid = "report"',
                (
                    "“The final document, with consensus and dissent marked”: "
                    "consensus_marks is false; the rule asks for true."
                ),
            ),
        ),
    ),
    Wrong(
        "dissent has no place in the document",
        (("minority = true", "minority = false"),),
        (
            (
                "CC17",
                "must",
                '[[steps]]\nid = "report"',
                "“The final document, with consensus and dissent marked”: minority is false; "
                "the rule asks for true.",
            ),
        ),
    ),
    Wrong(
        "dissent is averaged by a vote",
        (
            (
                '[[steps]]\nid = "report"\n',
                '[[steps]]\nid = "vote"\nkind = "ballot"\nphase = "decision"\ntitle.kk '
                '= "Дауыс беру"\n'
                'title.ru = "Голосование"\ntitle.en = "Vote on the points"\nafter = '
                '["withdrawal"]\n'
                'method = "yes_no_abstain"\nthreshold = { more_than = "1/2" }\n'
                'in_session = "withdrawal"\n'
                'source = "practice"\nstatus = "practice"\n\n[[steps]]\nid = "report"\n',
            ),
        ),
        (
            (
                "CC28",
                "must",
                '[[steps]]\nid = "vote"',
                "“Vote on the points” has no place in this model.",
            ),
        ),
    ),
)


@pytest.mark.parametrize("wrong", PILOTS, ids=lambda one: one.name)
def test_a_wrong_pilot_is_told_with_its_line(
    wrong: Wrong, registry: Registry, tmp_path: Path
) -> None:
    path, text = tmp_path / "pilot.toml", edited(RIGHT, wrong.edits, 1)
    path.write_text(text, encoding="utf-8")
    found = told(check_pilot(registry, path, LOOKED_AT).findings)
    assert found == [
        (code, level, line_of(text, at), said) for code, level, at, said in wrong.found
    ]


@pytest.mark.parametrize("wrong", RULEBOOKS, ids=lambda one: one.name)
def test_a_rulebook_that_takes_the_panels_part_away_is_told(wrong: Wrong, tmp_path: Path) -> None:
    """Somebody brings the rulebook under another name, with one of its steps changed."""
    text = edited(RULES, (('variant = "danish"', 'variant = "ours"'), *wrong.edits), 1)
    (tmp_path / "fit.toml").write_text(FIT, encoding="utf-8")
    rulebook, pilot = tmp_path / "ours.toml", tmp_path / "pilot.toml"
    rulebook.write_text(text, encoding="utf-8")
    pilot.write_text(
        edited(RIGHT, (('variant = "danish"', 'variant = "ours"'),), 1), encoding="utf-8"
    )
    found = told(check_pilot(with_rulebook(rulebook), pilot, LOOKED_AT).findings)
    assert found == [
        (code, level, line_of(text, at), said) for code, level, at, said in wrong.found
    ]


def test_the_right_files_are_right(registry: Registry) -> None:
    assert check_pilot(registry, PACKAGE / "scenarios" / "danish.toml", LOOKED_AT).findings == ()
