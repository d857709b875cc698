"""Signing the protocol: the signature is verified before the fact that it was given."""

from __future__ import annotations

from deliberate.core.canonical import canonical, digest
from deliberate.core.identity.signatures import SignedText, Verifier
from deliberate.core.process.facts import Actor
from deliberate.core.services.commands import Done, perform
from deliberate.core.services.context import Context
from deliberate.core.storage.rows import SignedMessageRow


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
    """Verify a signature over the frozen protocol, record it, keep the message for auditors."""
    with context.store.read() as unit:
        process = context.read_process(unit, process_id)
    step = process.step(step_id)
    frozen = process.view(step).last("report.frozen") if step is not None else None
    sha256 = str(frozen.body["sha256"]) if frozen is not None else ""
    verifier.verify(
        signed, protocol_text(process_id, step_id, sha256, signatory), context.clock.now()
    )
    done = perform(
        context,
        actor,
        process_id,
        step_id,
        "sign",
        {"by": signatory, "signature_sha256": digest(signed.signature)},
    )
    with context.store.transaction() as unit:
        unit.add_signed_messages(
            SignedMessageRow(
                process_id,
                f"fact:{done.last_seq}",
                signed.content,
                signed.signature,
                signed.certificate,
            )
        )
    return done
