"""The list of things to do, the landing of each role, “Today”, and the links between them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from deliberate.core.identity.roles import Role
from deliberate.core.rulebook.templates import Block, DocumentTemplate
from deliberate.core.services.demonstration import ROLES, open_doors
from deliberate.core.services.member.entering import enter as enter_process
from deliberate.core.services.member.tasks import tasks_of
from deliberate.core.text import Text
from deliberate.i18n import LOCALES
from tests.positions import linked

PROCESS = "temirkent-heating-2027"
PLACE, TODAY = f"/en/p/{PROCESS}/my/", f"/en/p/{PROCESS}/today/"
LANDING = "/en/my-place"


def states(here: Any, seat: str) -> dict[str, str]:
    """The state of each task of a seat; of a vote or session, of its last occurrence."""
    tasks = tasks_of(enter_process(here[1], linked(here[1], seat), PROCESS))
    return {f"{task.kind} {task.step} {task.n}": task.state for task in tasks}


@pytest.mark.parametrize(
    ("moment", "seat", "expected"),
    [
        (
            {"kind": "seat.filled", "step": "constitution", "which": 15},
            "P03",
            {"agree regulation 1": "not_yet", "agree requirements 1": "not_yet"},
        ),
        (
            {"kind": "document.drafted", "step": "regulation", "which": 2},
            "P03",
            {"agree regulation 1": "to_do", "vote decision 1": "not_yet"},
        ),
        (
            {"kind": "document.refused", "step": "regulation"},
            "P03",
            {"agree regulation 1": "not_yet"},
        ),
        (
            {"kind": "document.frozen", "step": "regulation"},
            "P03",
            {"agree regulation 1": "done"},
        ),
        (
            {"kind": "seat.filled", "step": "election", "which": 10},
            "N04",
            {"declare declarations 1": "to_do", "read materials 1": "not_yet"},
        ),
        (
            {"kind": "seat.filled", "step": "election", "which": 10},
            "P03",
            {"declare declarations 1": "may"},
        ),
        (
            {"kind": "materials.sent"},
            "N04",
            {"declare declarations 1": "done", "read materials 1": "to_do"},
        ),
        (
            {"kind": "ballot.opened"},
            "N04",
            {"attend session 1": "done", "vote decision 1": "to_do"},
        ),
        (
            {"kind": "ballot.counted"},
            "N04",
            {"vote decision 1": "done", "sign protocol 1": "not_yet"},
        ),
        (
            {"kind": "report.drafted"},
            "N04",
            {"vote decision 2": "done", "comment protocol 1": "may", "sign protocol 1": "not_yet"},
        ),
        (
            {"kind": "report.frozen"},
            "N04",
            {"comment protocol 1": "over", "sign protocol 1": "to_do"},
        ),
        (
            {"kind": "evaluation.closed"},
            "N04",
            {"vote decision 1": "done", "sign protocol 1": "done", "read materials 2": "over"},
        ),
    ],
)
def test_what_is_to_do_follows_from_the_process(
    midway: Any, moment: dict[str, Any], seat: str, expected: dict[str, str]
) -> None:
    found = states(midway(**moment), seat)
    assert {key: found.get(key) for key in expected} == expected


def test_what_is_not_done_by_its_date_is_late(midway: Any) -> None:
    from datetime import timedelta

    here = midway("document.drafted", step="regulation", which=2)
    clock = here[1].clock
    clock.move_to(clock.now() + timedelta(days=22))
    assert states(here, "P03")["agree regulation 1"] == "to_do"
    clock.move_to(clock.now() + timedelta(days=3))
    assert states(here, "P03")["agree regulation 1"] == "late"


def test_only_who_is_asked_has_a_draft_to_agree_to(midway: Any, enter: Any) -> None:
    here = midway("seat.filled", step="election", which=10)
    assert "agree regulation 1" not in states(here, "N04")
    member = enter(here, "member", seat="N04")
    assert "Agree to the draft" not in member.get(PLACE).text
    answer = member.get(f"{PLACE}agree/regulation")
    assert answer.status_code == 403
    assert "does not belong to the group that agrees" in answer.text


def test_a_suspended_process_waits_and_a_cancelled_one_is_over(midway: Any, act: Any) -> None:
    reason = {"kk": "себеп", "ru": "причина", "en": "reason"}
    here = midway("report.frozen")
    act(here, "secretary", "process", "suspend", reason=reason)
    assert states(here, "P03")["sign protocol 1"] == "not_yet"
    act(here, "secretary", "process", "resume", reason=reason)
    act(here, "secretary", "process", "cancel", reason=reason)
    assert states(here, "P03")["sign protocol 1"] == "over"


@pytest.mark.parametrize("locale", LOCALES)
def test_the_list_shows_state_and_date_in_every_language(
    midway: Any, enter: Any, locale: str
) -> None:
    member = enter(midway("ballot.opened"), "member", seat="P03")
    page = member.get(f"/{locale}/p/{PROCESS}/my/").text
    assert f"/{locale}/p/{PROCESS}/my/vote/decision" in page
    assert f"/{locale}/p/{PROCESS}/my/read/materials/" in page
    assert page.index("my/vote/decision") < page.index("my/read/materials")
    said = {"kk": "істеу керек", "ru": "нужно сделать", "en": "to do"}
    assert said[locale] in page


# ------------------------------------------------------------------ landing


@pytest.mark.parametrize(
    ("role", "moment", "says"),
    [
        ("agency", {"kind": "execution.noticed"}, ("Late", "is late.", "No report for week no.")),
        ("secretary", {"kind": "report.drafted"}, ("Under way: Final protocol",)),
        ("secretary", {"kind": "materials.sent"}, ("Public inputs without an answer: 8.",)),
        ("chair", {"kind": "execution.submitted"}, ("waits to be accepted or returned", "accept")),
        ("facilitator", {"kind": "session.opened"}, ("Session: Session of the jury",)),
        ("executor", {"kind": "report.published"}, ("Point K1", "The report of week 1")),
        ("observer", {"kind": "remit.frozen"}, ("Signed off: remit",)),
        ("observer", {"kind": "document.drafted"}, ("To be signed off: remit",)),
        ("auditor", {"kind": "report.published"}, (f"deliberate export {PROCESS}",)),
        ("candidate", {"kind": "report.published"}, ("No nomination in this process",)),
        ("citizen", {"kind": "public_vote.opened"}, ("What is open to everybody today",)),
    ],
)
def test_each_role_lands_on_what_to_do_first(
    midway: Any, enter: Any, role: str, moment: dict[str, Any], says: tuple[str, ...]
) -> None:
    page = enter(midway(**moment), role).get(LANDING).text
    for words in says:
        assert words in page


def test_the_late_comes_before_the_rest(midway: Any, enter: Any) -> None:
    page = enter(midway("execution.noticed"), "agency").get(LANDING).text
    headings = re.findall(r"<h3[^>]*>([^<]+)</h3>", page)
    assert headings == ["Late", "This week and now", "Documents to prepare", "Good to know"]


def test_papers_to_prepare_are_those_within_reach(midway: Any, enter: Any) -> None:
    """What closes the process in a year is no work of today; the list of drafts has it, folded."""
    here = midway("public_vote.opened")
    secretary = enter(here, "secretary")
    page = secretary.get(LANDING).text
    assert "To prepare:" in page
    assert "Closing document" not in page
    drafts = secretary.get(f"/en/p/{PROCESS}/documents/").text.partition('id="drafts"')[2]
    assert 'id="drafts-letter"' in drafts
    folded = re.findall(r"<details><summary>[^<]+ \((\d+)\)</summary>", drafts)
    assert folded
    assert all(int(count) > 2 for count in folded)
    open_rows = len(re.findall(r'<a class="title"', drafts))
    assert open_rows < 30 < sum(map(int, folded)) + open_rows


def test_a_vote_that_was_repeated_leads_to_its_result(midway: Any, enter: Any) -> None:
    here = midway("ballot.counted", which=2)
    page = enter(here, "member", seat="P03").get(PLACE).text
    assert f'href="/en/p/{PROCESS}/decision/#round-decision-1"' in page


def test_what_waits_for_a_second_person_is_told_to_both(midway: Any, enter: Any, act: Any) -> None:
    here = midway("report.frozen", rehearsed=False)
    reason = {"kk": "себеп", "ru": "причина", "en": "reason"}
    act(here, "secretary", "process", "suspend", reason=reason)
    page = enter(here, "agency", account="second").get(LANDING).text
    assert "Waits for your approval: suspend the process" in page
    assert re.search(rf"deliberate approve {PROCESS} \d+ --as second", page)
    asked = enter(here, "secretary").get(LANDING).text
    assert "You asked for it" in asked
    assert "deliberate approve" not in asked


def test_a_candidate_is_told_no_number_before_the_count(midway: Any, enter: Any) -> None:
    voting = midway("public_vote.opened")
    page = enter(voting, "candidate", account="C01").get(LANDING).text
    assert "Your nomination: accepted." in page
    assert "elected" not in page
    assert "counted" not in page
    seated = midway("seat.filled", step="election", which=10)
    elected = next(
        name
        for name in ("C01", "C02", "C03")
        if "You were elected." in enter(seated, "candidate", account=name).get(LANDING).text
    )
    assert elected


def test_an_operator_of_the_installation_sees_its_accounts(
    rehearsal: Any, installed: Any, link_for: Any, sign_in: Any
) -> None:
    app, context = installed(rehearsal.database, rehearsal.ended)
    operator = sign_in(app, link_for(context, ("operator", "installation", "")))
    page = operator.get(LANDING).text
    assert "The installation" in page
    assert "deliberate user list" in page
    chair = sign_in(app, link_for(context, ("operator", "process", PROCESS), account="b"))
    assert "The installation" not in chair.get(LANDING).text


def test_a_role_of_another_process_opens_nothing_here(
    rehearsal: Any, installed: Any, link_for: Any, sign_in: Any
) -> None:
    app, context = installed(rehearsal.database, rehearsal.ended)
    link = link_for(context, ("chair", "agency", "another"), ("member", "agency", "another"))
    other = sign_in(app, link)
    for address in (PLACE, TODAY, f"{PLACE}vote/decision", f"{PLACE}sign/protocol/P03/"):
        assert other.get(address).status_code == 403
    assert "my/" not in other.get(f"/en/p/{PROCESS}/").text


@pytest.mark.parametrize("locale", LOCALES)
def test_the_doors_of_a_demonstration_lead_somewhere_useful(
    rehearsal: Any, installed: Any, sign_in: Any, locale: str
) -> None:
    """After the end each role finds what was done, and every link on the page works."""
    app, context = installed(rehearsal.database, rehearsal.ended)
    with context.store.read() as unit:
        process = context.read_process(unit, PROCESS)
    doors = open_doors(context, process)
    assert [role for role, _ in doors] == list(ROLES)
    assert {Role.AUDITOR, Role.CANDIDATE} <= set(ROLES)
    clients: dict[Role, Any] = {}
    for role, token in doors:
        client = clients[role] = sign_in(app, token)
        page = client.get(f"/{locale}/my-place").text
        assert page.count('<li class="line') >= 4, role
        for address in sorted(set(re.findall(r'href="(/[a-z]{2}/[^"#]*)', page))):
            assert client.get(address).status_code == 200, (role, address)
    place = clients[Role.MEMBER].get(PLACE).text
    assert "You signed the protocol." in place
    assert place.count("You voted:") == 2


# ------------------------------------------------------------------ today


@pytest.mark.parametrize("role", ["facilitator", "secretary", "agency", "chair"])
def test_today_shows_the_session_that_runs(midway: Any, enter: Any, role: str) -> None:
    here = midway("session.item_closed", which=5)
    page = enter(here, role).get(TODAY).text
    assert "Today, 7 April 2027" in page
    assert "The session is being held." in page
    assert page.count("✓<span") == 5
    assert re.search(r'aria-current="step">.{0,200}Views of the non-permanent', page, re.DOTALL)
    assert "needed: 17" in page
    assert "needed: 20" in page
    assert "What the rules require next" in page
    assert "earliest legal day:" in page


def test_the_light_says_how_many_are_missing(midway: Any, enter: Any, act: Any) -> None:
    here = midway("session.opened")
    for number in range(1, 8):
        act(here, "secretary", "session", "attend", seat=f"P{number:02d}", presence="absent")
    page = enter(here, "facilitator").get(TODAY).text
    assert "To work: enough" in re.sub(r"\s+", " ", page)
    assert "To open the vote: 2 are missing" in re.sub(r"\s+", " ", page)
    assert "7 are not here" in page


def test_inputs_are_read_by_who_may(midway: Any, enter: Any) -> None:
    here = midway("session.opened")
    secretary, facilitator = enter(here, "secretary", account="s"), enter(here, "facilitator")
    assert "8 are open." in secretary.get(TODAY).text
    assert "Insulating houses should come before" in secretary.get(TODAY).text
    assert "8 are open." in facilitator.get(TODAY).text
    assert "Insulating houses should come before" not in facilitator.get(TODAY).text


def test_the_wall_shows_no_names_and_todays_items_alone(midway: Any, enter: Any) -> None:
    here = midway("ballot.cast", which=9)
    wall = enter(here, "facilitator").get(f"{TODAY}?view=projector").text
    assert "9 have voted, 16 have not" in wall
    assert "Discussion by all members" in wall
    assert "Positions of other state bodies" not in wall
    assert "City public council" not in wall


def test_today_is_renewed_only_where_somebody_wants_it(midway: Any, enter: Any) -> None:
    facilitator = enter(midway("session.opened"), "facilitator")
    assert "Refresh" not in facilitator.get(TODAY).headers
    renewed = facilitator.get(f"{TODAY}?renew=on")
    assert renewed.headers["Refresh"] == "60"
    assert "Stop" in renewed.text
    assert "Refresh" not in facilitator.get(f"{TODAY}?renew=5").headers
    assert "no-store" in renewed.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("moment", "says"),
    [
        ({"kind": "document.drafted"}, "No session today. The next one:"),
        ({"kind": "evaluation.closed"}, "No session is ahead. The last one:"),
        ({"kind": "ballot.counted"}, "Counted: 19 for"),
    ],
)
def test_today_at_other_times(midway: Any, enter: Any, moment: Any, says: str) -> None:
    page = enter(midway(**moment), "secretary").get(TODAY).text
    assert says in re.sub(r"\s+", " ", page)


def test_the_page_of_a_process_leads_to_ones_own_place(midway: Any, enter: Any) -> None:
    here = midway("ballot.opened")
    address = f"/en/p/{PROCESS}/"
    member, facilitator = enter(here, "member", seat="P03"), enter(here, "facilitator")
    assert PLACE in member.get(address).text
    assert TODAY not in member.get(address).text
    assert TODAY in facilitator.get(address).text
    assert "own-places" not in here[0].test_client().get(address).text


# ------------------------------------------------------------------ the words of a draft


@pytest.mark.parametrize("locale", LOCALES)
def test_the_draft_is_read_where_it_is_answered(
    midway: Any, enter: Any, monkeypatch: Any, locale: str
) -> None:
    """Where the rulebook has a template, the page shows the document itself."""
    from deliberate.core.process.process import Process
    from deliberate.documents.press import HousePress

    here = midway("document.drafted", step="regulation", which=2)
    _, context = here
    object.__setattr__(context, "press", HousePress(context.registry.catalogues()))
    words = {code: f"The rules in {code}: <b>none</b>." for code in LOCALES}
    template = DocumentTemplate(
        id="regulation",
        title=Text.of({code: f"Regulation {code}" for code in LOCALES}),
        form="act",
        on="document.frozen",
        step="regulation",
        blocks=(Block(paragraph=Text.of(words)),),
    )
    read = type(context).read_process

    def with_template(self: Any, unit: Any, process: str, now: Any = None) -> Process:
        found = read(self, unit, process, now)
        return replace(found, rulebook=replace(found.rulebook, documents=(template,)))

    monkeypatch.setattr(type(context), "read_process", with_template)
    member = enter(here, "member", seat="P03")
    page = member.get(f"/{locale}/p/{PROCESS}/my/agree/regulation")
    assert page.status_code == 200
    assert f"The rules in {locale}: &lt;b&gt;none&lt;/b&gt;." in page.text
    assert f"/{locale}/p/{PROCESS}/documents/regulation.pdf" in page.text


@pytest.mark.parametrize("page", [PLACE, LANDING, "/en/", f"/en/p/{PROCESS}/candidates/"])
def test_whoever_is_signed_in_sees_it_on_every_page(midway: Any, enter: Any, page: str) -> None:
    here = midway("session.opened")
    member = enter(here, "member", seat="P03")
    head = member.get(page).text.partition("<header")[2].partition("</header>")[0]
    assert f'href="{LANDING}"' in head
    assert 'action="/en/sign-out"' in head
    token = re.findall(r'name="csrf_token" value="([^"]+)"', head)[0]
    assert member.client.post("/en/sign-out", data={"csrf_token": token}).status_code == 303
    assert "sign-out" not in member.get("/en/").text


def test_the_wall_shows_what_matters_now_and_folds_the_rest(midway: Any, enter: Any) -> None:
    running = midway("session.opened")
    wall = enter(running, "facilitator").get(f"{TODAY}?view=projector").text
    now, _, rest = wall.partition('class="wall-agenda"')
    assert now.count('class="clock"') == 3
    assert rest.count('class="clock"') > 3
    voting = midway("ballot.cast", which=9)
    wall = enter(voting, "facilitator", account="other").get(f"{TODAY}?view=projector").text
    now = wall.partition('class="wall-agenda"')[0]
    assert now.count('class="clock"') == 0
    assert "<blockquote" in now.partition('class="wall-second"')[0]


def test_the_protocol_is_read_where_it_is_signed(midway: Any, enter: Any) -> None:
    """Unfolded and as a file; before the signature there is nothing to change."""
    from deliberate.documents.press import HousePress

    here = midway("report.frozen")
    object.__setattr__(here[1], "press", HousePress(here[1].registry.catalogues()))
    member = enter(here, "member", seat="P03")
    address = f"{PLACE}sign/protocol/P03/"
    page = member.get(address).text
    text = page.partition('<article class="document')[0]
    assert text.count("<details") == text.count("</details>")
    pdf = re.search(r'href="([^"]+/documents/protocol\.pdf)"', page)
    assert pdf
    assert member.get(pdf[1]).data.startswith(b"%PDF")
    review = member.send(address, go="review").text
    assert ">Go back</button>" in review
    assert "Go back and change" not in review
