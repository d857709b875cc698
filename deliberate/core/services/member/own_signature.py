"""One's own signature under the protocol: what is signed, for whom, and how it reaches us.

Two ways: a text that is signed anywhere and comes back as a file, checked by the verifier of the
installation; and, in a rehearsal only, the test authority. Both end in `_record`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from deliberate.core.decision.signing import marks, signatories
from deliberate.core.errors import Refused, message
from deliberate.core.identity.signatures import SignedText, Verifier
from deliberate.core.identity.test_authority import TestAuthority
from deliberate.core.process.facts import Actor, Fact
from deliberate.core.process.guards import text_of
from deliberate.core.process.kind import StepView
from deliberate.core.services.acting import actor_in
from deliberate.core.services.commands import Done, perform
from deliberate.core.services.context import Context
from deliberate.core.services.member.entering import Mine, enter, frame_of, member_for, own_key
from deliberate.core.services.member.late_tasks import own_mark, sign_task
from deliberate.core.services.member.own_comments import DraftPoint, points_of
from deliberate.core.services.member.paper import paper_of
from deliberate.core.services.member.shapes import Frame, Task
from deliberate.core.services.signing import protocol_text, sign_protocol
from deliberate.core.text import Text

CMS = "cms"
"""The profile of an uploaded signature: a signed message with its certificate inside."""


@dataclass(frozen=True, slots=True)
class OwnSignature:
    """The protocol for one signatory. `who` is the own seat, or an `office` that one holds.

    `text` is what is signed, byte for byte; empty before the protocol is frozen. `reason`: of a
    refusal to sign. `have` of `need` have signed or refused.
    """

    frame: Frame
    task: Task
    who: str
    office: str
    number: str
    dated: date | None
    frozen_at: datetime | None
    sha256: str
    points: tuple[DraftPoint, ...]
    text: bytes
    signature_sha256: str
    reason: Text
    have: int
    need: int
    paper: str


def signature_page(
    context: Context, account: str, process_id: str, step: str, who: str
) -> OwnSignature:
    """The protocol as this signatory meets it; refuses a seat or office that is another's."""
    mine = enter(context, account, process_id)
    view = mine.step_of(step, "report")
    _require_own(mine, view, who)
    frozen, own = view.last("report.frozen"), own_mark(view, who)
    body: Mapping[str, object] = frozen.body if frozen is not None else {}
    sha256, (signed, refused) = str(body.get("sha256", "")), marks(view)
    return OwnSignature(
        frame=frame_of(mine),
        task=sign_task(view, who),
        who=who,
        office=who if who in view.params.also_signed_by else "",
        number=str(body.get("number", "")),
        dated=date.fromisoformat(str(body["date"])) if body else None,
        frozen_at=frozen.at if frozen is not None else None,
        sha256=sha256,
        points=points_of(view, frozen.body["items"] if frozen is not None else ()),
        text=protocol_text(process_id, step, sha256, who) if sha256 else b"",
        signature_sha256="" if own is None else str(own.body.get("signature_sha256", "")),
        reason=Text() if own is None else text_of(own.body, "reason"),
        have=len(signed | refused),
        need=len(signatories(view)),
        paper=paper_of(mine.process, step),
    )


def sign_with_file(
    context: Context,
    verifier: Verifier,
    account: str,
    process_id: str,
    step: str,
    who: str,
    signature: bytes,
) -> Done:
    """Sign with a message that was signed elsewhere; the verifier decides whether it counts."""
    mine, text = _to_sign(context, account, process_id, step, who)
    signed = SignedText(text, signature, b"", CMS)
    return _record(context, verifier, mine, step, who, signed)


def sign_in_rehearsal(context: Context, account: str, process_id: str, step: str, who: str) -> Done:
    """Sign with a certificate of the test authority, which counts in rehearsals alone."""
    mine, text = _to_sign(context, account, process_id, step, who)
    if not mine.process.rehearsal:
        raise Refused(
            "TEST_SIGNATURE",
            message("The test certificate signs in rehearsals only."),
            fix=message("Sign the text with your own certificate and upload the signed file."),
        )
    authority = TestAuthority(f"rehearsal/{process_id}".encode())
    # One person: whoever holds an office with a seat signs as that seat does.
    signed = authority.sign(f"signatory-{account}", text)
    return _record(context, authority.verifier(), mine, step, who, signed)


def refuse_to_sign(
    context: Context,
    account: str,
    process_id: str,
    step: str,
    who: str,
    *,
    reason: Text,
    key: str,
) -> Done:
    """Refuse to sign, with a reason that is published with the protocol."""
    mine, _text = _to_sign(context, account, process_id, step, who)
    body = {"by": who, "reason": reason.as_dict()}
    actor = _signatory(context, mine, step, who, "refuse")
    return perform(context, actor, process_id, step, "refuse", body, key=own_key(account, key))


def _record(
    context: Context, verifier: Verifier, mine: Mine, step: str, who: str, signed: SignedText
) -> Done:
    """The one place from which a signature of a member's page is given."""
    actor = _signatory(context, mine, step, who, "sign")
    return sign_protocol(context, verifier, actor, mine.process.id, step, who, signed)


def _to_sign(
    context: Context, account: str, process_id: str, step: str, who: str
) -> tuple[Mine, bytes]:
    mine = enter(context, account, process_id)
    view = mine.step_of(step, "report")
    _require_own(mine, view, who)
    frozen: Fact | None = view.last("report.frozen")
    if frozen is None:
        raise Refused("ORDER", message("The protocol is not frozen yet."))
    return mine, protocol_text(process_id, step, str(frozen.body["sha256"]), who)


def _require_own(mine: Mine, view: StepView, who: str) -> None:
    if mine.seat is not None and who == mine.seat.id:
        return
    if who in mine.offices and who in view.params.also_signed_by:
        return
    raise Refused(
        "OTHER_SEAT", message("“{who}” is not your seat, nor an office that you hold.", who=who)
    )


def _signatory(context: Context, mine: Mine, step: str, who: str, action: str) -> Actor:
    """A member signs as a member; the holder of an office in the role of that office."""
    if mine.seat is not None and who == mine.seat.id:
        return member_for(context, mine, step, action)
    what = message("sign the protocol")
    return actor_in(context, mine.account, mine.process.id, (who,), what)
