"""What is wrong with one's own paper, said to whoever fills it in, beside the field."""

from __future__ import annotations

from deliberate.core.errors import Finding, Message, message


def own_words(fault: Finding) -> Message:
    """A fault of a paper as its own voter is told it."""
    said, whole = fault.message.values, fault.where is None or not fault.where.path
    match fault.code:
        case "RANK_GAP":
            return message("No option has the number before {rank}.", rank=said["rank"])
        case "RANK_EQUAL":
            return message("Several options have the number {rank}.", rank=said["rank"])
        case "OUT_OF_RANGE":
            return message(
                "A number from {low} to {high} is possible.", low=said["low"], high=said["high"]
            )
        case "OVER_BUDGET":
            return message(
                "You gave {given} points; you have {budget}.",
                given=said["given"],
                budget=said["budget"],
            )
        case "UNDER_BUDGET":
            return message(
                "You gave {given} points; all {budget} are to be given.",
                given=said["given"],
                budget=said["budget"],
            )
        case "TOO_MANY_MARKS":
            return message(
                "You marked {count}; at most {most} are possible.",
                count=said["count"],
                most=said["most"],
            )
        case "BLANK" if whole:
            return message("Mark at least one option, or state no opinion.")
        case "BLANK":
            return message("This is still blank.")
    return fault.message
