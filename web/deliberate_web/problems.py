"""Everything that can go wrong, as what a person is told: what happened and what to do now."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.exceptions import HTTPException

from deliberate.core.errors import Conflict, DeliberateError, Message, Refused, Where, message
from deliberate_web.csrf import ForgedForm

_NEW_LINK = message("Copy the whole link from the letter, or ask for a new one.")


@dataclass(frozen=True, slots=True)
class Problem:
    """One answer to a failed request. `code` is stable; `status` is the number of HTTP."""

    status: int
    code: str
    title: Message
    detail: Message | None = None
    fix: Message | None = None
    where: Where | None = None


def problem_of(error: Exception) -> Problem:
    """The problem that an exception is; whatever nobody foresaw is an error of the server."""
    match error:
        case DeliberateError():
            return _of_house(error)
        case ForgedForm():
            return Problem(
                403,
                "FORM",
                message("The form was not accepted"),
                error.reason,
                message("Go back, load the page again and send the form once more."),
            )
        case HTTPException() if error.code is not None:
            wrong = _wrong_parameters(error)
            return _of_parameters(wrong) if wrong else _of_http(error.code)
        case _:
            return _of_http(500)


def _wrong_parameters(error: HTTPException) -> tuple[str, ...]:
    """The names of parameters that webargs has refused; its words are English and stay out."""
    messages = getattr(error, "data", {}).get("messages", {})
    return tuple(sorted({str(name) for part in messages.values() for name in part}))


def _of_parameters(names: tuple[str, ...]) -> Problem:
    return Problem(
        400,
        "PARAMETER",
        _of_http(400).title,
        message("These parameters have values that they cannot have: {names}.", names=names),
        message("The description of the interface names the permitted values."),
    )


def _of_house(error: DeliberateError) -> Problem:
    if error.code.startswith("LINK_"):
        title = message("This link does not work")
        return Problem(410, error.code, title, error.message, error.fix or _NEW_LINK)
    if error.code.startswith("NO_"):
        status = 404
    elif error.code.startswith("DB_"):
        status = 503
    elif isinstance(error, Conflict):
        status = 409
    else:
        status = 403 if isinstance(error, Refused) else 400
    usual = _of_http(status)
    # The advice of the house speaks of its command line, which readers of the web do not have.
    fix = usual.fix if status == 404 else error.fix
    return Problem(status, error.code, usual.title, error.message, fix, error.where)


def _of_http(status: int) -> Problem:
    match status:
        case 403 | 404 | 405:
            return _of_address(status)
        case 400 | 409 | 413:
            return _of_content(status)
        case 503:
            return Problem(
                503,
                "UNAVAILABLE",
                message("The server cannot answer just now"),
                message("Its database does not answer."),
                message("Nothing was lost. Try again in a few minutes."),
            )
        case 429:
            return Problem(
                429,
                "TOO_MANY",
                message("Too many attempts"),
                message("From where you are many attempts came in a short time."),
                message("Wait ten minutes, or answer by telephone: the number is in the letter."),
            )
        case _ if 400 <= status < 500:
            return Problem(status, "REQUEST", message("The request cannot be answered"))
    return Problem(
        500,
        "SERVER",
        message("Something went wrong on the server"),
        message("This is our mistake, not yours. It has been noted."),
        message("Nothing was half done. Try again; if it happens again, tell the agency."),
    )


def _of_address(status: int) -> Problem:
    """The page is not there, or not for this person, or not for this method."""
    if status == 403:
        return Problem(
            403,
            "FORBIDDEN",
            message("This page is not open to you"),
            message("It is for people who take part in the process in a certain role."),
            message("If you have such a role, sign in with the link that you were given."),
        )
    if status == 405:
        return Problem(
            405,
            "METHOD",
            message("This address does not do that"),
            message("The page exists, but it does not accept what was sent to it."),
            message("Open the page by its link, without sending a form."),
        )
    return Problem(
        404,
        "NOT_FOUND",
        message("There is no such page"),
        message("The address may be mistyped, or the page may have moved."),
        message("Begin at the first page: every public process is listed there."),
    )


def _of_content(status: int) -> Problem:
    """What was sent cannot be used."""
    if status == 409:
        return Problem(
            409,
            "CONFLICT",
            message("Somebody else was faster"),
            fix=message("Nothing was changed. Load the page again, then decide."),
        )
    if status == 413:
        return Problem(
            413,
            "TOO_LARGE",
            message("That was too much at once"),
            message("What was sent is larger than this page accepts."),
            message("Send less, or a smaller file. Nothing was kept."),
        )
    return Problem(
        400,
        "BAD_REQUEST",
        message("The request was not understood"),
        message("Something in the address or in what was sent is not as it should be."),
        message("Go back and try again."),
    )
