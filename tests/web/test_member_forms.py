"""Every form of a member: used rightly, wrongly, by another, twice, too early, too late."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from deliberate.core.canonical import parse_canonical
from deliberate.core.identity.signatures import SignedText, Signer
from deliberate.core.identity.test_authority import TestAuthority

PROCESS = "temirkent-heating-2027"
PLACE = f"/en/p/{PROCESS}/my/"
REGULATION, DECLARE = f"{PLACE}agree/regulation", f"{PLACE}declare/declarations"
READ, VOTE = f"{PLACE}read/materials/", f"{PLACE}vote/decision"
COMMENT, SIGN = f"{PLACE}comment/protocol", f"{PLACE}sign/protocol/P03/"
LONG = "ұзақ мәтін " * 1000
NASTY = "O'Brien <script>alert(1)</script> & “Әлия” 🌱\x00\x07\r\nекінші жол"
CLEAN = "O'Brien <script>alert(1)</script> & “Әлия” 🌱\nекінші жол"


@pytest.fixture
def drafted(midway: Any) -> Any:
    """The regulation's second version has just been drafted."""
    return midway("document.drafted", step="regulation", which=2)


# ------------------------------------------------------------------ agree or refuse


def test_a_member_agrees_to_the_draft(drafted: Any, enter: Any, facts: Any) -> None:
    member = enter(drafted, "member", seat="P03")
    assert "0 of 15 seats" in member.get(REGULATION).text
    review = member.send(REGULATION, answer="agree", go="review")
    assert "Check your answer" in review.text
    assert not facts(drafted, "document.agreed")
    done = member.send(REGULATION, review, go="confirm")
    assert (done.status_code, done.headers["Location"]) == (303, REGULATION)
    agreed = facts(drafted, "document.agreed")
    assert [(fact.body["seat"], fact.body["version"]) for fact in agreed] == [("P03", 2)]
    assert agreed[0].actor.role == "member"
    page = member.get(REGULATION).text
    assert "You agreed to version 2." in page
    assert "<fieldset" not in page
    assert "1 of 15 seats" in page


def test_a_member_refuses_with_a_reason(drafted: Any, enter: Any, facts: Any) -> None:
    member = enter(drafted, "member", seat="P03")
    done = member.through(REGULATION, answer="refuse", reason=NASTY, language="kk")
    assert done.status_code == 303
    assert facts(drafted, "document.refused")[-1].body["reason"] == {"kk": CLEAN}
    page = member.get(REGULATION).text
    assert "<script>alert" not in page
    assert "You refused version 2" in page


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Choose one of the answers."),
        ({"answer": "perhaps"}, "Choose one of the answers."),
        ({"answer": "refuse", "language": "kk"}, "Say why you refuse"),
        ({"answer": "refuse", "reason": "  \r\n\t ", "language": "kk"}, "Say why you refuse"),
        ({"answer": "refuse", "reason": "why", "language": "xx"}, "Choose the language"),
        ({"answer": "refuse", "reason": LONG, "language": "kk"}, "This is too long"),
    ],
)
def test_an_answer_that_lacks_something_comes_back(
    drafted: Any, enter: Any, facts: Any, typed: dict[str, str], says: str
) -> None:
    """The mistake stands beside its field, and what was typed is still there."""
    member = enter(drafted, "member", seat="P03")
    for go in ("review", "confirm"):
        answer = member.send(REGULATION, **typed, go=go)
        assert answer.status_code == 400
        assert says in answer.text
        assert 'class="error"' in answer.text
        assert typed.get("reason", "").strip()[:5000] in answer.text
    assert not facts(drafted, "document.agreed")
    assert len(facts(drafted, "document.refused")) == 1


def test_the_review_leads_back_with_what_was_typed(drafted: Any, enter: Any, facts: Any) -> None:
    member = enter(drafted, "member", seat="P03")
    review = member.send(REGULATION, answer="refuse", reason="Because.", language="ru", go="review")
    back = member.send(REGULATION, review, go="change")
    assert back.status_code == 200
    assert "Because.</textarea>" in back.text
    assert 'value="refuse" checked' in back.text
    assert 'value="ru" lang="ru" selected' in back.text
    assert not facts(drafted, "document.agreed")


def test_an_answer_to_a_version_that_was_replaced_is_refused(
    drafted: Any, enter: Any, facts: Any, act: Any
) -> None:
    member = enter(drafted, "member", seat="P03")
    review = member.send(REGULATION, answer="agree", go="review")
    act(drafted, "secretary", "regulation", "draft")
    answer = member.send(REGULATION, review, go="confirm")
    assert answer.status_code == 409
    assert "You answered number 2; number 3 is in force now." in answer.text
    assert not facts(drafted, "document.agreed")
    assert member.through(REGULATION, answer="agree").status_code == 303


def test_agreeing_twice_counts_once(drafted: Any, enter: Any, facts: Any) -> None:
    member = enter(drafted, "member", seat="P03")
    review = member.send(REGULATION, answer="agree", go="review")
    other = member.send(REGULATION, answer="agree", go="review")
    for _ in range(3):
        assert member.send(REGULATION, review, go="confirm").status_code == 303
    late = member.send(REGULATION, other, go="confirm")
    assert late.status_code == 409
    assert "has already agreed" in late.text
    assert "You agreed to version 2." in late.text
    assert len(facts(drafted, "document.agreed")) == 1


def test_the_key_of_a_form_is_good_for_its_account_only(
    drafted: Any, enter: Any, facts: Any
) -> None:
    """Somebody who learns the key of another's form cannot answer with it, nor spoil it."""
    one, other = (enter(drafted, "member", seat=seat) for seat in ("P03", "P04"))
    review = one.send(REGULATION, answer="agree", go="review")
    key = one.hidden(review)["key"]
    assert one.send(REGULATION, review, go="confirm").status_code == 303
    assert other.send(REGULATION, answer="agree", go="confirm", key=key).status_code == 303
    assert [fact.body["seat"] for fact in facts(drafted, "document.agreed")] == ["P03", "P04"]


@pytest.mark.parametrize("field", ["key", "version"])
def test_a_form_without_its_hidden_fields_is_none_of_ours(
    drafted: Any, enter: Any, facts: Any, field: str
) -> None:
    member = enter(drafted, "member", seat="P03")
    for wrong in ("", "-1", "x" * 70, "é" * 20):
        answer = member.send(REGULATION, answer="agree", go="confirm", **{field: wrong})
        assert answer.status_code == 400
    assert not facts(drafted, "document.agreed")


def test_the_form_takes_no_seat(drafted: Any, enter: Any, facts: Any) -> None:
    member = enter(drafted, "member", seat="P03")
    done = member.send(REGULATION, answer="agree", go="confirm", seat="P05", by="P05")
    assert done.status_code == 303
    assert [fact.body["seat"] for fact in facts(drafted, "document.agreed")] == ["P03"]


def test_staff_with_a_seat_answer_as_members(drafted: Any, enter: Any, facts: Any) -> None:
    member = enter(drafted, "agency", "member", seat="P02")
    assert member.through(REGULATION, answer="agree").status_code == 303
    fact = facts(drafted, "document.agreed")[0]
    assert (fact.actor.role, fact.body["seat"]) == ("member", "P02")


def test_who_has_the_role_and_no_seat_is_told(drafted: Any, enter: Any) -> None:
    nobody = enter(drafted, "member")
    assert "holds no seat" in nobody.get(PLACE).text
    for address in (REGULATION, DECLARE, READ, VOTE, COMMENT):
        answer = nobody.get(address)
        assert answer.status_code == 404
        assert "holds no seat" in answer.text
    assert nobody.get(SIGN).status_code == 403


# ------------------------------------------------------------------ declare


@pytest.fixture
def elected(midway: Any) -> Any:
    """The ten elected members have just come to their seats."""
    return midway("seat.filled", step="election", which=10)


def test_a_member_declares_that_there_is_no_conflict(elected: Any, enter: Any, facts: Any) -> None:
    member = enter(elected, "member", seat="N04")
    page = member.get(DECLARE)
    done = member.send(DECLARE, page, conflict="no", interests="", language="kk")
    assert done.status_code == 303
    assert member.send(DECLARE, page, conflict="no", language="kk").status_code == 303
    declared = facts(elected, "confirmation.declared")
    assert [dict(fact.body) for fact in declared] == [{"conflict": False, "seat": "N04"}]
    assert "You declared that you have no conflict of interest." in member.get(DECLARE).text


def test_a_conflict_recuses_from_the_vote(midway: Any, enter: Any, facts: Any) -> None:
    here = midway("ballot.opened")
    member = enter(here, "member", seat="N04")
    lacking = member.send(DECLARE, conflict="yes", interests="", language="kk")
    assert lacking.status_code == 400
    assert "Say what the conflict consists of." in lacking.text
    done = member.send(
        DECLARE, conflict="yes", interests="I sell stoves.", language="en", recused="decision"
    )
    assert done.status_code == 303
    assert facts(here, "confirmation.declared")[-1].body["recused_from"] == ["decision"]
    page = member.get(VOTE).text
    assert "do not vote" in page
    assert "<fieldset" not in page
    refused = member.send(VOTE, member.get(DECLARE), vote="1", choice="for", go="confirm")
    assert refused.status_code == 409
    assert not facts(here, "ballot.cast")


def test_one_is_recused_from_votes_only(elected: Any, enter: Any, facts: Any) -> None:
    member = enter(elected, "member", seat="N04")
    nonsense = {"conflict": "yes", "interests": "x", "language": "en", "recused": "nonsense"}
    lacking = member.send(DECLARE, **nonsense)
    assert lacking.status_code == 400
    assert "Choose what you take no part in, or say why you do." in lacking.text
    assert not facts(elected, "confirmation.declared")
    assert member.send(DECLARE, **nonsense, taking_part="So the chair decided.").status_code == 303
    declared = facts(elected, "confirmation.declared")[0].body
    assert declared["recused_from"] == []
    assert declared["taking_part"] == {"en": "So the chair decided."}
    assert "So the chair decided." in member.get(DECLARE).text


# ------------------------------------------------------------------ judge


def test_judges_accept_a_point_one_after_the_other(midway: Any, enter: Any, facts: Any) -> None:
    here = midway("execution.submitted")
    (submitted,) = facts(here, "execution.submitted")
    address = f"{PLACE}judge/execution/{submitted.body['commitment']}"
    chair = facts(here, "appointment.office")[0].body["holder"]
    seats = [chair, *(seat for seat in ("N03", "N04", "N05") if seat != chair)][:3]
    for number, seat in enumerate(seats, start=1):
        member = enter(here, "member", seat=seat)
        assert address in member.get(PLACE).text
        page = member.get(address)
        assert submitted.body["evidence"] in page.text
        assert member.send(address, page, verdict="accept").status_code == 303
        assert member.send(address, page, verdict="accept").status_code == 303
        assert "You accept it." in member.get(PLACE).text
        assert len(facts(here, "execution.judged")) == number
    (accepted,) = facts(here, "execution.accepted")
    assert accepted.body["seats"] == seats
    late = enter(here, "member", seat="N06").get(address)
    assert late.status_code == 409 or "You are not asked" in late.text


def test_a_judge_returns_a_point_in_kazakh_and_russian(midway: Any, enter: Any, facts: Any) -> None:
    here = midway("execution.submitted")
    (submitted,) = facts(here, "execution.submitted")
    address = f"{PLACE}judge/execution/{submitted.body['commitment']}"
    member = enter(here, "member", seat="N04")
    assert member.send(address).status_code == 400
    lacking = member.send(address, verdict="return", remarks_ru="Мало.")
    assert lacking.status_code == 400
    assert "Say what is missing, in this language too." in lacking.text
    assert "Мало." in lacking.text
    both = {"verdict": "return", "remarks_kk": "Аз.", "remarks_ru": "Мало."}
    assert member.send(address, **both).status_code == 303
    other = enter(here, "member", seat="N05")
    assert "Мало." in other.get(address.replace("/en/", "/ru/")).text
    assert other.send(address, verdict="return").status_code == 303
    assert not facts(here, "execution.returned")
    assert other.send(address, verdict="accept").status_code == 303
    verdicts = [fact.body["verdict"] for fact in facts(here, "execution.judged")]
    assert verdicts == ["returned", "returned", "accepted"]


def test_who_is_not_asked_about_a_point_does_not_judge_it(
    midway: Any, enter: Any, facts: Any
) -> None:
    here = midway("execution.submitted")
    (submitted,) = facts(here, "execution.submitted")
    address = f"{PLACE}judge/execution/{submitted.body['commitment']}"
    chair = facts(here, "appointment.office")[0].body["holder"]
    seat = next(seat for seat in ("P03", "P04") if seat != chair)
    member = enter(here, "member", seat=seat)
    answer = member.get(address)
    assert answer.status_code in (403, 404, 409)
    assert "You are not asked about the point" in answer.text
    assert address not in member.get(PLACE).text


# ------------------------------------------------------------------ read


def test_a_member_reads_the_papers(midway: Any, enter: Any, facts: Any) -> None:
    here = midway("materials.sent")
    member = enter(here, "member", seat="P03")
    page = member.get(f"{READ}M2").text
    assert "No smoke and no ash" in page
    assert "two estates have no main" in page
    first = member.get(f"{READ}M1")
    for _ in range(2):
        assert member.send(f"{READ}M1", first).headers["Location"] == READ
    for paper in ("M2", "M3", "M4", "M5", "M6"):
        assert member.send(f"{READ}{paper}").status_code == 303
    marks = facts(here, "materials.read")
    assert [fact.body["material"] for fact in marks] == ["M1", "M2", "M3", "M4", "M5", "M6"]
    assert {fact.body["seat"] for fact in marks} == {"P03"}
    assert all("seat" not in fact.public for fact in marks)
    assert "Marked as read: 6 of 6." in member.get(READ).text
    other = enter(here, "member", seat="P04")
    assert "Marked as read: 0 of 6." in other.get(READ).text


def test_papers_that_are_not_there(midway: Any, enter: Any) -> None:
    member = enter(midway("materials.sent"), "member", seat="P03")
    assert member.get(f"{READ}M99").status_code == 404
    assert member.get(f"{PLACE}read/nothing/").status_code == 404
    assert member.get(f"{PLACE}read/decision/").status_code == 404
    early = enter(midway("seat.filled", step="constitution", which=15), "member", seat="P03")
    assert "have not been sent yet" in early.get(READ).text
    assert early.get(f"{READ}M1").status_code == 404


# ------------------------------------------------------------------ vote


@pytest.fixture
def voting(midway: Any) -> Any:
    """The vote of the first session has just been opened."""
    return midway("ballot.opened")


def test_a_member_votes(voting: Any, enter: Any, facts: Any) -> None:
    member = enter(voting, "member", seat="P03")
    page = member.get(VOTE).text
    assert "Approve and publish a street-by-street schedule" in page
    assert "This is an open vote by roll-call." in page
    assert "20 votes for, of 25 seats" in page
    review = member.send(VOTE, choice="against", go="review")
    assert "Against</p>" in review.text
    assert not facts(voting, "ballot.cast")
    assert member.send(VOTE, review, go="confirm").status_code == 303
    assert [dict(fact.body) for fact in facts(voting, "ballot.cast")] == [
        {"seat": "P03", "choice": "against"}
    ]
    assert "You voted: against." in member.get(VOTE).text


def test_a_vote_is_cast_once(voting: Any, enter: Any, facts: Any) -> None:
    member = enter(voting, "member", seat="P03")
    first = member.send(VOTE, choice="for", go="review")
    second = member.send(VOTE, choice="against", go="review")
    for _ in range(2):
        assert member.send(VOTE, first, go="confirm").status_code == 303
    other = member.send(VOTE, second, go="confirm")
    assert other.status_code == 409
    assert "This was not done" in other.text
    assert "You voted: for." in other.text
    same_key = member.send(VOTE, first, choice="against", go="confirm")
    assert same_key.status_code == 409
    assert [fact.body["choice"] for fact in facts(voting, "ballot.cast")] == ["for"]


@pytest.mark.parametrize("choice", ["", "yes", "FOR", "for "])
def test_a_choice_is_one_of_three(voting: Any, enter: Any, facts: Any, choice: str) -> None:
    member = enter(voting, "member", seat="P03")
    for go in ("review", "confirm"):
        assert member.send(VOTE, choice=choice, go=go).status_code == 400
    assert not facts(voting, "ballot.cast")


def test_a_vote_of_another_number_is_stale(voting: Any, enter: Any, facts: Any) -> None:
    """A form that was opened for the first vote does not count in the repeat vote."""
    member = enter(voting, "member", seat="P03")
    answer = member.send(VOTE, choice="for", go="confirm", vote="2")
    assert answer.status_code == 409
    assert "Read it again, then answer." in answer.text
    assert not facts(voting, "ballot.cast")


def test_a_form_from_before_the_count_is_refused_after_it(
    midway: Any, enter: Any, facts: Any, act: Any
) -> None:
    here = midway("ballot.cast", which=24)
    with here[1].store.read() as unit:
        roster = here[1].read_process(unit, PROCESS).roster
    voted = {fact.body["seat"] for fact in facts(here, "ballot.cast")}
    left = next(seat.id for seat in roster.filled() if seat.id not in voted)
    member = enter(here, "member", seat=left)
    review = member.send(VOTE, choice="for", go="review")
    act(here, "secretary", "session", "attend", seat=left, presence="absent")
    act(here, "secretary", "decision", "count")
    before = len(facts(here, "ballot.cast"))
    answer = member.send(VOTE, review, go="confirm")
    assert answer.status_code == 409
    assert len(facts(here, "ballot.cast")) == before


def test_only_who_is_present_votes(voting: Any, enter: Any, facts: Any, act: Any) -> None:
    act(voting, "secretary", "session", "attend", seat="P03", presence="absent")
    member = enter(voting, "member", seat="P03")
    page = member.get(VOTE).text
    assert "Only members who are present vote." in page
    assert "<fieldset" not in page
    other = enter(voting, "member", seat="P04")
    fields = other.hidden(other.get(VOTE))
    token = member.hidden(member.get(DECLARE))["csrf_token"]
    answer = member.client.post(
        VOTE, data=fields | {"csrf_token": token, "choice": "for", "go": "confirm"}
    )
    assert answer.status_code == 409
    assert not facts(voting, "ballot.cast")


def test_no_page_tells_a_sum_before_the_count(midway: Any, enter: Any, facts: Any) -> None:
    here = midway("ballot.cast", which=9)
    voted = {fact.body["seat"] for fact in facts(here, "ballot.cast")}
    waiting = next(seat for seat in ("P03", "P06", "N01", "N02", "N03") if seat not in voted)
    member, chair = enter(here, "member", seat=waiting), enter(here, "chair", account="other")
    for text in (
        member.get(VOTE).text,
        member.get(PLACE).text,
        chair.get(f"/en/p/{PROCESS}/today/").text,
        chair.get(f"/en/p/{PROCESS}/today/?view=projector").text,
    ):
        assert "Counted:" not in text
    assert "9 of 25 present" in member.get(VOTE).text
    assert "9 have voted, 16 have not" in chair.get(f"/en/p/{PROCESS}/today/").text


# ------------------------------------------------------------------ comment


@pytest.fixture
def protocol(midway: Any) -> Any:
    """The protocol has just been drafted."""
    return midway("report.drafted")


def test_a_member_comments_on_the_draft(protocol: Any, enter: Any, facts: Any) -> None:
    member = enter(protocol, "member", seat="P03")
    page = member.get(COMMENT)
    assert "Install twelve sensors" in page.text
    for _ in range(2):
        assert member.send(COMMENT, page, text=NASTY, language="kk").status_code == 303
    assert [dict(fact.body) for fact in facts(protocol, "report.commented")] == [
        {"seat": "P03", "text": {"kk": CLEAN}, "version": 1}
    ]
    assert member.send(COMMENT, text="Second.", language="en").status_code == 303
    after = member.get(COMMENT).text
    assert "Your comments: 2." in after
    assert "<script>alert" not in after


@pytest.mark.parametrize("text", ["", "   ", LONG])
def test_a_comment_says_something_and_not_too_much(
    protocol: Any, enter: Any, facts: Any, text: str
) -> None:
    member = enter(protocol, "member", seat="P03")
    answer = member.send(COMMENT, text=text, language="kk")
    assert answer.status_code == 400
    assert text.strip() in answer.text
    assert not facts(protocol, "report.commented")


def test_a_comment_on_a_draft_that_was_replaced_or_frozen_is_refused(
    protocol: Any, midway: Any, enter: Any, facts: Any, act: Any
) -> None:
    member = enter(protocol, "member", seat="P03")
    page = member.get(COMMENT)
    items = [dict(item) for item in facts(protocol, "report.drafted")[0].body["items"]]
    act(protocol, "secretary", "protocol", "draft", items=items)
    stale = member.send(COMMENT, page, text="On version 1.", language="en")
    assert stale.status_code == 409
    assert "On version 1.</textarea>" in stale.text
    frozen = midway("report.frozen")
    late = enter(frozen, "member", seat="P03")
    assert "<textarea" not in late.get(COMMENT).text
    fields = late.hidden(late.get(f"{SIGN}refuse"))
    answer = late.client.post(
        COMMENT, data=fields | {"version": "1", "text": "Late.", "language": "en"}
    )
    assert answer.status_code == 409
    assert not facts(frozen, "report.commented")


# ------------------------------------------------------------------ sign


@pytest.fixture
def frozen(midway: Any) -> Any:
    """The protocol of a rehearsal has just been frozen."""
    return midway("report.frozen")


def test_in_a_rehearsal_the_test_certificate_signs(frozen: Any, enter: Any, facts: Any) -> None:
    member = enter(frozen, "member", seat="P03")
    review = member.send(SIGN, go="review")
    assert "Check before you sign" in review.text
    assert not facts(frozen, "report.signed")
    for _ in range(2):
        assert member.send(SIGN, review, go="confirm").headers["Location"] == SIGN
    signed = facts(frozen, "report.signed")
    assert [(fact.body["seat"], fact.actor.role) for fact in signed] == [("P03", "member")]
    assert "You signed the protocol." in member.get(SIGN).text
    assert signed[0].body["signature_sha256"] in member.get(SIGN).text
    assert (
        member.send(f"{SIGN}refuse", review, reason="x", language="en", go="confirm").status_code
        == 409
    )
    assert not facts(frozen, "report.refused")


def test_in_a_real_process_the_test_certificate_signs_nothing(
    midway: Any, enter: Any, facts: Any
) -> None:
    here = midway("report.frozen", rehearsed=False)
    member = enter(here, "member", seat="P03")
    page = member.get(SIGN).text
    assert "test certificate" not in page
    fields = member.hidden(member.get(f"{SIGN}refuse"))
    for go in ("confirm", "review"):
        answer = member.client.post(SIGN, data=fields | {"go": go})
        assert answer.status_code == (409 if go == "confirm" else 200)
    assert not facts(here, "report.signed")


def test_a_member_refuses_to_sign(frozen: Any, enter: Any, facts: Any) -> None:
    member = enter(frozen, "member", seat="P03")
    lacking = member.send(f"{SIGN}refuse", reason="", language="kk", go="review")
    assert lacking.status_code == 400
    assert "Say why you refuse to sign." in lacking.text
    done = member.through(f"{SIGN}refuse", reason="Пункт 3 не обсуждался.", language="ru")
    assert done.headers["Location"] == SIGN
    refused = facts(frozen, "report.refused")
    assert refused[0].body["reason"] == {"ru": "Пункт 3 не обсуждался."}
    page = member.get(SIGN).text
    assert "You refused to sign, with a reason." in page
    assert "Sign with the test certificate" not in page


@pytest.mark.parametrize("who", ["P04", "chair", "secretary", "nobody", "P99"])
def test_nobody_signs_for_another(frozen: Any, enter: Any, facts: Any, who: str) -> None:
    member = enter(frozen, "member", seat="P03")
    review = member.send(SIGN, go="review")
    address = SIGN.replace("P03", who)
    for page in (address, f"{address}file", f"{address}refuse", f"{address}text"):
        assert member.get(page).status_code == 403
    assert member.send(address, review, go="confirm").status_code == 403
    refusal = member.send(f"{address}refuse", review, reason="x", language="en", go="confirm")
    assert refusal.status_code == 403
    assert not facts(frozen, "report.signed", "report.refused")


def test_the_chair_signs_for_the_seat_and_for_the_office(
    frozen: Any, enter: Any, facts: Any
) -> None:
    with frozen[1].store.read() as unit:
        chair = frozen[1].read_process(unit, PROCESS).roster.office("chair")
    holder = enter(frozen, "member", "chair", seat=chair)
    listed = holder.get(PLACE).text
    for who in (chair, "chair"):
        address = SIGN.replace("P03", who)
        assert address in listed
        assert holder.through(address).status_code == 303
    marks = [(fact.body["seat"], fact.actor.role) for fact in facts(frozen, "report.signed")]
    assert marks == [(chair, "member"), ("chair", "chair")]


def test_the_secretary_signs_in_the_office_alone(frozen: Any, enter: Any, facts: Any) -> None:
    secretary = enter(frozen, "secretary", account="rehearsal-secretary")
    place = secretary.get(PLACE).text
    assert "Your office:" in place
    assert secretary.through(SIGN.replace("P03", "secretary")).status_code == 303
    assert [fact.body["seat"] for fact in facts(frozen, "report.signed")] == ["secretary"]
    other = enter(frozen, "secretary", account="another-secretary")
    assert other.get(SIGN.replace("P03", "secretary")).status_code == 403


class CmsOfTheTests:
    """A verifier of uploads: the file is the signature, the certificate is the test authority's."""

    def __init__(self) -> None:
        self.authority = TestAuthority(b"uploads")

    def verify(self, signed: SignedText, expected: bytes, at: Any) -> Signer:
        assert signed.profile == "cms"
        whole = self.authority.sign("aigerim", signed.content)
        inner = SignedText(signed.content, signed.signature, whole.certificate, whole.profile)
        return self.authority.verifier().verify(inner, expected, at)


def test_a_signed_file_is_verified(midway: Any, enter: Any, facts: Any) -> None:
    verifier = CmsOfTheTests()
    here = midway("report.frozen", rehearsed=False, verifier=verifier)
    member = enter(here, "member", seat="P03")
    text = member.get(f"{SIGN}text")
    assert text.headers["Content-Disposition"].startswith("attachment")
    said = parse_canonical(text.data)
    assert said["signatory"] == "P03"
    assert said["sha256"] == facts(here, "report.frozen")[0].body["sha256"]
    address = f"{SIGN}file"
    for wrong, status in ((b"", 400), (b"x" * 70_000, 400), (b"no signature", 409)):
        answer = member.send(address, signature=(BytesIO(wrong), "../../evil.exe"))
        assert answer.status_code == status, wrong[:20]
    other = verifier.authority.sign("aigerim", text.data.replace(b"P03", b"P04")).signature
    assert member.send(address, signature=(BytesIO(other), "a.cms")).status_code == 409
    assert not facts(here, "report.signed")
    page = member.get(address)
    signature = verifier.authority.sign("aigerim", text.data).signature
    for _ in range(2):
        done = member.send(address, page, signature=(BytesIO(signature), "a.cms"))
        assert done.headers["Location"] == SIGN
    assert len(facts(here, "report.signed")) == 1
    assert "You signed the protocol." in member.get(SIGN).text


def test_without_a_verifier_no_file_is_accepted(midway: Any, enter: Any, facts: Any) -> None:
    here = midway("report.frozen", rehearsed=False)
    member = enter(here, "member", seat="P03")
    address = f"{SIGN}file"
    page = member.get(address).text
    assert "no service that checks signatures" in page
    assert 'type="file"' not in page
    fields = member.hidden(member.get(f"{SIGN}refuse"))
    answer = member.client.post(address, data=fields | {"signature": (BytesIO(b"x"), "a")})
    assert answer.status_code == 200
    assert not facts(here, "report.signed")


def test_before_the_freeze_there_is_nothing_to_sign(protocol: Any, enter: Any, facts: Any) -> None:
    member = enter(protocol, "member", seat="P03")
    assert "not frozen yet" in member.get(SIGN).text
    assert member.get(f"{SIGN}text").status_code == 404
    fields = member.hidden(member.get(COMMENT))
    assert member.client.post(SIGN, data=fields | {"go": "confirm"}).status_code == 409
    assert not facts(protocol, "report.signed")


# ------------------------------------------------------------------ all of them


@pytest.mark.parametrize(
    "address",
    [REGULATION, DECLARE, f"{READ}M1", VOTE, COMMENT, SIGN, f"{SIGN}file", f"{SIGN}refuse"],
)
@pytest.mark.parametrize("role", ["agency", "facilitator", "executor", "observer", "citizen"])
def test_other_roles_do_not_reach_the_forms(
    frozen: Any, enter: Any, role: str, address: str
) -> None:
    """Neither page nor form."""
    other = enter(frozen, role)
    token = other.token()
    assert other.get(address).status_code == 403
    assert other.client.post(address, data={"csrf_token": token}).status_code == 403


@pytest.mark.parametrize(
    "address", [REGULATION, DECLARE, f"{READ}M1", VOTE, COMMENT, SIGN, f"{SIGN}refuse"]
)
def test_after_the_end_every_page_shows_what_was_done(
    rehearsal: Any, installed: Any, enter: Any, facts: Any, address: str
) -> None:
    here = installed(rehearsal.database, rehearsal.ended)
    member = enter(here, "member", seat="P03")
    with here[1].store.read() as unit:
        before = len(unit.facts(PROCESS))
    page = member.get(address)
    assert page.status_code == 200
    assert "<textarea" not in page.text
    assert "<fieldset" not in page.text
    token = member.token()
    sent = member.client.post(
        address,
        data={
            "csrf_token": token, "key": "k" * 22, "go": "confirm", "version": "1", "vote": "2",
            "answer": "agree", "choice": "for", "conflict": "no", "text": "x", "reason": "x",
            "language": "en",
        },
    )  # fmt: skip
    assert sent.status_code in (303, 409), sent.text
    with here[1].store.read() as unit:
        assert len(unit.facts(PROCESS)) == before
