"""The optional tables of a pilot file: keys with examples, texts, and what they are for."""

from __future__ import annotations

from deliberate.core.errors import Message, message
from deliberate.core.rulebook.pilot_parts import PARTS, RISK_KINDS

Optional = tuple[str, tuple[str, ...], tuple[str, ...], Message]
"""Name, keys with example values, multilingual keys, and what the table is for."""

LISTS: tuple[Optional, ...] = (
    (
        "requirements",
        ('id = "R1"',),
        ("text",),
        message("What candidates must fulfil; one table for each requirement."),
    ),
    (
        "agenda",
        (
            "occurrence = 1",
            "day = 1",
            "start = 10:00:00",
            "minutes = 30",
            'kind = "opening"',
            'speaker = ""',
        ),
        ("title",),
        message("The agenda, item by item; occurrence = 2 marks those of the repeat session."),
    ),
    (
        "materials",
        ('id = "M1"', 'kind = "briefing"', 'author = ""', 'viewpoint = "agency"'),
        ("title", "pro", "contra"),
        message("Papers for members: each says what speaks for and against."),
    ),
    (
        "witnesses",
        ('id = "W1"', 'viewpoint = ""', 'proposed_by = ""', "interest_declared = true"),
        ("organisation",),
        message("Invited experts and advocates, of different viewpoints."),
    ),
    (
        "engagement",
        ('id = "E1"', 'kind = "meeting"', "starts = 2027-01-26", "ends = 2027-03-12"),
        ("title",),
        message("Parallel activities whose results are taken into account."),
    ),
    (
        "communication",
        ("when = 2027-01-25", 'channels = ["portal"]', 'responsible = ""'),
        ("what",),
        message("Who tells whom what, and when."),
    ),
    (
        "stakeholders",
        ('id = "S1"', f'part = "{PARTS[0]}"  # {" | ".join(PARTS)}'),
        ("name",),
        message("Everybody affected, and how they take part."),
    ),
    (
        "risks",
        ('id = "T1"', f'kind = "{RISK_KINDS[0]}"  # {" | ".join(RISK_KINDS)}', 'owner = ""'),
        ("threat", "measure"),
        message("Threats and the measures against them."),
    ),
    (
        "indicators",
        (
            'id = "I1"',
            'category = ""',
            "year = 2026",
            "value = 0",
            'source = ""',
            "baseline = true",
        ),
        (),
        message("Yearly figures; the baseline is taken before the agenda is published."),
    ),
)


TABLES: tuple[Optional, ...] = (
    (
        "oversight",
        ("seats = 5", 'tasks = [""]', 'sides = ["", ""]'),
        ("composition",),
        message("A group of different views that watches over neutrality and hears complaints."),
    ),
    (
        "member_support",
        (
            "honorarium_per_day = 0",
            'currency = ""',
            'expenses = [""]',
            'interpretation = [""]',
            'sign_language = ""',
            "care = true",
            "step_free_venue = true",
            "employer_letter = true",
            "letter_of_thanks = true",
            'contact = ""',
        ),
        (),
        message("What members receive, and how taking part is made possible for them."),
    ),
    (
        "conduct",
        (),
        ("organiser", "evaluator", "influence"),
        message(
            "Who runs the process (not the agency itself), who evaluates it, and what protects "
            "members from lobbying and gifts."
        ),
    ),
    (
        "publicity",
        ('portal_address = "https://process.example.org"',),
        ("press_contact",),
        message("The address of the process for notices and posts, and who answers the press."),
    ),
    (
        "recruitment",
        ('phone = ""', "keep_days = 90"),
        ("hours", "post", "privacy"),
        message("What letters of invitation say: telephone, address for answers, data protection."),
    ),
    (
        "pest",
        (),
        ("political", "economic", "social", "technological"),
        message("Four short notes on what surrounds the decision."),
    ),
    (
        "budget",
        ('currency = ""', "funding = {}", "lines = [{ line = {}, amount = 0 }]"),
        (),
        message("What the process costs, line by line; it is published."),
    ),
)
