"""Signing the protocol: the signature is verified before the fact that it was given.

Who signed is known by a keyed tag only. The fact, the tie between person and seat, and the message
kept for auditors are written together or not at all.
"""

from __future__ import annotations

from deliberate.core.canonical import canonical, digest
from deliberate.core.identity.signatures import SignedText, Verifier
from deliberate.core.identity.voter_tag import voter_tag
from deliberate.core.process.facts import Actor
from deliberate.core.services.commands import Done, carry_out
from deliberate.core.services.context import Context
from deliberate.core.services.issuing import issue_owed
from deliberate.core.services.opening import VOTER_TAG_SECRET
from deliberate.core.storage.rows import SignedMessageRow

SIGNATORY = "signatory:"
"""What distinguishes the tag of a signatory from that of a voter: the two cannot be matched."""


def protocol_text(process: str, step: str, sha256: str, signatory: str) -> bytes:
    """What a signatory signs: canonical JSON with the hash of the frozen text."""
    return canonical(
        {
            "purpose": "sign the protocol",
            "process": process,
            "step": step,
            "sha256": sha256,
            "signatory": signatory,
        }
    )


def sign_protocol(
    context: Context,
    verifier: Verifier,
    actor: Actor,
    process_id: str,
    step_id: str,
    signatory: str,
    signed: SignedText,
) -> Done:
    """Verify a signature over the frozen protocol, record it, keep the message for auditors.

    Refuses a signature that is not valid, and one of another person than the one who signs for
    the seat or office; then nothing is written.
    """
    with context.store.read() as unit:
        process = context.read_process(unit, process_id)
        secret = unit.secret(process_id, VOTER_TAG_SECRET) or b""
    step = process.step(step_id)
    # What is frozen cannot change: the text that is verified here is the one that counts below.
    frozen = process.view(step).last("report.frozen") if step is not None else None
    sha256 = str(frozen.body["sha256"]) if frozen is not None else ""
    text = protocol_text(process_id, step_id, sha256, signatory)
    signer = verifier.verify(signed, text, context.clock.now())
    tag = voter_tag(secret, process_id, SIGNATORY + signer.subject_id)
    body = {"by": signatory, "signature_sha256": digest(signed.signature)}
    with context.store.transaction() as unit:
        done = carry_out(context, unit, actor, process_id, step_id, "sign", body, signer=tag)
        unit.add_signed_messages(
            SignedMessageRow(
                process_id,
                f"fact:{done.last_seq}",
                signed.content,
                signed.signature,
                signed.certificate,
            )
        )
    issue_owed(context, process_id)
    return done
