"""The pages with which the protocol is signed, or refused with a reason.

A signature reaches us in one of two ways: as a file that was signed anywhere and is checked by the
verifier of this installation, or, in a rehearsal, from the test authority.
"""

from __future__ import annotations

from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from deliberate.core.errors import message
from deliberate.core.services.member.landing import SITS
from deliberate.core.services.member.own_signature import (
    OwnSignature,
    refuse_to_sign,
    sign_in_rehearsal,
    sign_with_file,
    signature_page,
)
from deliberate_web.access import needs
from deliberate_web.current import current_context, current_verifier
from deliberate_web.headers import keep_nothing
from deliberate_web.member.blueprint import blueprint, me, page
from deliberate_web.member.forms import Form, settle
from deliberate_web.member.paper_text import paper_text

LARGEST = 64 * 1024
"""Bytes of a signed file."""


@blueprint.route("/p/<process_id>/my/sign/<step_id>/<who>/", methods=["GET", "POST"])
@needs(*SITS)
def sign(process_id: str, step_id: str, who: str) -> ResponseReturnValue:
    """The protocol and the ways to sign it; in a rehearsal the test certificate signs here."""

    def show(form: Form) -> str:
        found = _read(process_id, step_id, who)
        document = paper_text(process_id, found.paper) if found.frozen_at else None
        return page("sign", found.frame, own=found, form=form, document=document)

    def review(form: Form) -> str:
        found = _read(process_id, step_id, who)
        return page("sign_review", found.frame, own=found, form=form)

    if request.method != "POST":
        return show(Form.blank())
    return settle(
        Form.sent(),
        show=show,
        review=review,
        send=lambda: sign_in_rehearsal(current_context(), me(), process_id, step_id, who),
        then=_address(process_id, step_id, who),
        already=lambda: bool(_read(process_id, step_id, who).signature_sha256),
    )


@blueprint.get("/p/<process_id>/my/sign/<step_id>/<who>/text")
@needs(*SITS)
def text_to_sign(process_id: str, step_id: str, who: str) -> Response:
    """What is signed, byte for byte, as a file."""
    found = _read(process_id, step_id, who)
    if not found.text:
        abort(404)
    keep_nothing()
    response = Response(found.text, content_type="application/json")
    name = f"{process_id}-{step_id}-{who}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.route("/p/<process_id>/my/sign/<step_id>/<who>/file", methods=["GET", "POST"])
@needs(*SITS)
def signed_file(process_id: str, step_id: str, who: str) -> ResponseReturnValue:
    """Download the text, sign it anywhere, upload the signed file."""
    verifier = current_verifier()

    def show(form: Form) -> str:
        found = _read(process_id, step_id, who)
        return page("sign_file", found.frame, own=found, form=form, verified=verifier is not None)

    if request.method != "POST" or verifier is None:
        return show(Form.blank())
    form = Form.sent()
    signature = _uploaded(form)
    return settle(
        form,
        show=show,
        send=lambda: sign_with_file(
            current_context(), verifier, me(), process_id, step_id, who, signature
        ),
        then=_address(process_id, step_id, who),
        already=lambda: bool(_read(process_id, step_id, who).signature_sha256),
    )


@blueprint.route("/p/<process_id>/my/sign/<step_id>/<who>/refuse", methods=["GET", "POST"])
@needs(*SITS)
def refuse(process_id: str, step_id: str, who: str) -> ResponseReturnValue:
    """Refuse to sign, with the reason that is published."""

    def show(form: Form) -> str:
        found = _read(process_id, step_id, who)
        return page("refuse", found.frame, own=found, form=form)

    def review(form: Form) -> str:
        found = _read(process_id, step_id, who)
        return page("refuse_review", found.frame, own=found, form=form)

    if request.method != "POST":
        return show(Form.blank())
    frame = _read(process_id, step_id, who).frame
    form = Form.sent()
    reason = form.words("reason", frame.languages, message("Say why you refuse to sign."))
    return settle(
        form,
        show=show,
        review=review,
        send=lambda: refuse_to_sign(
            current_context(), me(), process_id, step_id, who, reason=reason, key=form.key
        ),
        then=_address(process_id, step_id, who),
    )


def _read(process_id: str, step_id: str, who: str) -> OwnSignature:
    return signature_page(current_context(), me(), process_id, step_id, who)


def _address(process_id: str, step_id: str, who: str) -> str:
    return url_for("member.sign", process_id=process_id, step_id=step_id, who=who)


def _uploaded(form: Form) -> bytes:
    """The bytes of the signed file; what is wrong with them is said beside the field."""
    upload = request.files.get("signature")
    content = upload.stream.read(LARGEST + 1) if upload is not None else b""
    if not content:
        form.errors["signature"] = message("Choose the signed file.")
    elif len(content) > LARGEST:
        form.errors["signature"] = message("The file is too large to be a signature.")
    return content
