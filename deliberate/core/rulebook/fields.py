"""Fields and the base of every schema: strict types and our own, translatable complaints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validates_schema

from deliberate.core.errors import Message, UnusableInput, message
from deliberate.core.period import Period
from deliberate.core.rulebook.faults import Fault, invalid, nearest
from deliberate.core.text import Text

_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_FRACTION = re.compile(r"(\d{1,9})/(\d{1,9})")

_NO_VALUE = Fault(message("This key has no value."))


class _OwnWords:
    """Replaces marshmallow's English sentences by ours, which the catalogues translate."""

    faults: Mapping[str, Fault] = {}

    def make_error(self, key: str, **_: Any) -> ValidationError:
        fault = self.faults.get(key) or (_missing(self) if key == "required" else _NO_VALUE)
        return invalid(fault.message, fault.fix)


def _missing(field: Any) -> Fault:
    """What is missing is named: its place can only be that of the table around it."""
    return Fault(message("The key {key} is missing.", key=field.data_key or field.name))


class StrictField(_OwnWords, fields.Field[Any]):
    """A field without conversions: a number in quotation marks is not a number."""


def _shown(value: Any) -> str:
    """A value as its author wrote it, short enough for one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{...}"
    if isinstance(value, list):
        return "[...]"
    text = value.isoformat() if isinstance(value, date | time) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


class TextField(StrictField):
    """Words in several languages: a table of language codes, to `Text`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> Text:
        if not isinstance(value, Mapping):
            raise invalid(
                message("A text in each language is expected, not one text."),
                message("Write: {example}", example='{ kk = "...", ru = "...", en = "..." }'),
            )
        faults = {key: fault for key, words in value.items() if (fault := _version(key, words))}
        if faults:
            raise ValidationError({key: [fault] for key, fault in faults.items()})
        return Text.of(value)


class WordsField(StrictField):
    """The name of something: one text for all languages, or a text in each of them."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> Text | str:
        if isinstance(value, Mapping):
            text: Text = TextField().deserialize(value)
            return text
        return str(StrictStr(blank=False).deserialize(value))


def _version(language: str, words: Any) -> Fault | None:
    if not _LANGUAGE.fullmatch(language):
        return Fault(
            message("{key} is not the code of a language.", key=language),
            message("Write two or three small letters: kk, ru, en."),
        )
    if not isinstance(words, str):
        return Fault(message("A text is expected; found {value}.", value=_shown(words)))
    return None


class PeriodField(StrictField):
    """A length of time such as "14 days", to `Period`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> Period:
        if not isinstance(value, str):
            raise invalid(
                message("A period is expected; found {value}.", value=_shown(value)),
                message('Write a number and a unit in quotation marks: "14 days", "1 month".'),
            )
        try:
            return Period.parse(value)
        except UnusableInput as error:
            raise invalid(error.message, error.fix) from None


class MomentField(StrictField):
    """A moment with its offset (aware `datetime`) or a whole local day (`date`)."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> date:
        if isinstance(value, datetime):
            if value.tzinfo is None:
                raise invalid(
                    message("A date without a zone: {value}.", value=value.isoformat()),
                    message(
                        "Add the offset from UTC: {example}.", example=f"{value.isoformat()}+05:00"
                    ),
                )
            return value
        if isinstance(value, date):
            return value
        raise invalid(
            message("A date or a moment is expected; found {value}.", value=_shown(value)),
            message("Without quotation marks: {example}.", example="2027-01-25T09:00:00+05:00"),
        )


class DateField(StrictField):
    """A whole local day."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> date:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        raise invalid(
            message("A date is expected; found {value}.", value=_shown(value)),
            message("Without quotation marks: {example}.", example="2027-01-25"),
        )


class TimeField(StrictField):
    """A local time of day."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> time:
        if isinstance(value, time):
            return value
        raise invalid(
            message("A time of day is expected; found {value}.", value=_shown(value)),
            message("Without quotation marks: {example}.", example="10:00:00"),
        )


class FractionField(StrictField):
    """An exact share such as "4/5"; decimals are refused, since 0.8 is not four fifths."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> Fraction:
        found = _FRACTION.fullmatch(value) if isinstance(value, str) else None
        if found is None or int(found[2]) == 0:
            raise invalid(
                message("A fraction is expected; found {value}.", value=_shown(value)),
                message('Write it in quotation marks: "4/5".'),
            )
        return Fraction(int(found[1]), int(found[2]))


class StrictStr(StrictField):
    """Plain words. With `blank=False` an empty text is refused."""

    def __init__(self, *, blank: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.blank = blank

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> str:
        if not isinstance(value, str):
            raise invalid(
                message("A text is expected; found {value}.", value=_shown(value)),
                message("Put it in quotation marks."),
            )
        if not self.blank and not value.strip():
            raise invalid(message("This text may not be empty."))
        return value


class StrictInt(StrictField):
    """A whole number within `minimum` and `maximum`, both inclusive; true is not 1."""

    def __init__(
        self, *, minimum: int | None = None, maximum: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.minimum = minimum
        self.maximum = maximum

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise invalid(
                message("A whole number is expected; found {value}.", value=_shown(value)),
                message("Write digits only, without quotation marks."),
            )
        if self.minimum is not None and value < self.minimum:
            raise invalid(
                message(
                    "{value} is too small; the least is {least}.", value=value, least=self.minimum
                )
            )
        if self.maximum is not None and value > self.maximum:
            raise invalid(
                message("{value} is too large; the most is {most}.", value=value, most=self.maximum)
            )
        return value


class StrictBool(StrictField):
    """true or false."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> bool:
        if not isinstance(value, bool):
            raise invalid(
                message("Yes or no is expected; found {value}.", value=_shown(value)),
                message("Write true or false, without quotation marks."),
            )
        return value


class Choice(StrictField):
    """One word of a closed list."""

    def __init__(self, values: Iterable[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.values = tuple(values)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> str:
        if isinstance(value, str) and value in self.values:
            return value
        raise invalid(
            message(
                "{value} is not one of the permitted values: {permitted}.",
                value=_shown(value),
                permitted=self.values,
            ),
            _did_you_mean(value, self.values) if isinstance(value, str) else None,
        )


class IdentifierField(StrictField):
    """A name for machines: latin letters, digits, hyphen and underscore, at most 64."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> str:
        if isinstance(value, str) and _IDENTIFIER.fullmatch(value):
            return value
        raise invalid(
            message("{value} cannot be an identifier.", value=_shown(value)),
            message("Use latin letters, digits, hyphen and underscore, at most 64 characters."),
        )


class ListOf(_OwnWords, fields.List[Any]):
    """A list whose items one field or schema reads."""

    faults = {
        "invalid": Fault(
            message("A list is expected."),
            message("Write [ ... ] with commas between items, or one [[table]] for each."),
        )
    }


class MapOf(StrictField):
    """A table with free keys whose values one field reads; `keys` restricts them to identifiers."""

    def __init__(self, values: fields.Field[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.values = values

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise invalid(_NOT_A_TABLE.message, _NOT_A_TABLE.fix)
        read: dict[str, Any] = {}
        faults: dict[str, Any] = {}
        for key, item in value.items():
            try:
                read[key] = self.values.deserialize(item, key, value)
            except ValidationError as error:
                faults[key] = error.messages
        if faults:
            raise ValidationError(faults)
        return read


class Table(_OwnWords, fields.Nested):
    """A table that another schema reads."""


_NOT_A_TABLE = Fault(
    message("A table is expected."),
    message("Write: {example}", example="{ key = value }"),
)


class StrictSchema(Schema):
    """Base of our schemas: an unknown key is an error that names the key probably meant."""

    class Meta:
        # Unknown keys are refused below, with a suggestion that RAISE could not carry.
        unknown = EXCLUDE

    # marshmallow passes these on untouched; its annotation knows only str.
    error_messages: dict[str, Any] = {"type": _NOT_A_TABLE}

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def _refuse_unknown_keys(self, data: Any, original: Any, **_: Any) -> None:
        if not isinstance(original, Mapping):
            return
        known = [
            field.data_key if field.data_key is not None else name
            for name, field in self.load_fields.items()
        ]
        unknown = {
            key: [
                Fault(
                    message("The key {key} is not known here.", key=key), _did_you_mean(key, known)
                )
            ]
            for key in original
            if key not in known
        }
        if unknown:
            raise ValidationError(unknown)


def _did_you_mean(word: str, known: Iterable[str]) -> Message | None:
    candidates = tuple(known)
    suggestion = nearest(word, candidates)
    return message("Did you mean {suggestion}?", suggestion=suggestion) if suggestion else None
