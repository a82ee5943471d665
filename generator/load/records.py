"""From a parsed document to a record: every disagreement becomes a problem with its place, all at once.

The records are validated strictly from JSON, where a list may stand for a tuple and a text for a date, and nothing
else is bent: the text "5" is no number, 1 is not true.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from generator.load.strict_yaml import MAX_FAULTS, Document, Node, YamlPath
from generator.load.suggestions import did_you_mean
from generator.model.problem import ProblemLog
from generator.model.questionnaire import Record

RecordType = TypeVar("RecordType", bound=Record)
Codes = Mapping[tuple[str, str], str]
"""Codes for faults that have one of their own: (field, type of pydantic's error) -> code."""

_NO_CODES: Final[Codes] = {}
_KIND_WORDS: Final[Mapping[str, str]] = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping (`name: value` lines)",
    "mapping_type": "a mapping (`name: value` lines)",
    "model_type": "a mapping (`name: value` lines)",
    "date_type": "a date such as 2021-05-03",
    "date_parsing": "a date such as 2021-05-03",
    "date_from_datetime_parsing": "a date such as 2021-05-03",
    "date_from_datetime_inexact": "a date such as 2021-05-03",
}
_PATTERN_WORDS: Final[Mapping[str, str]] = {
    "^[A-Za-z][A-Za-z0-9]{0,19}$": "a letter, then at most 19 letters and digits",
    "^[A-Za-z0-9]{1,5}$": "one to five letters and digits",
    "^[a-z][a-z0-9]{0,19}$": "a small letter, then at most 19 small letters and digits",
    "^[a-z]{2,3}(-[A-Z]{2})?$": "a language code such as az",
    "^[a-z0-9][a-z0-9-]{0,19}$": "at most 20 small letters, digits and hyphens",
    "^[A-Za-z0-9][A-Za-z0-9-]{0,39}$": "at most 40 letters, digits and hyphens",
    "^[a-z][a-z0-9-]{0,39}$": "a small letter, then at most 39 small letters, digits and hyphens",
    "^[A-Za-z0-9][A-Za-z0-9.-]{0,19}$": "at most 20 letters, digits, dots and hyphens",
    "^[a-z0-9]{1,20}$": "at most 20 small letters and digits",
    "^[a-z][a-z0-9]*/[A-Za-z0-9.-]+$": "an instrument and a version, such as schools/2023",
}


def read_record(
    document: Document, record_type: type[RecordType], log: ProblemLog, *, at: YamlPath = (), codes: Codes = _NO_CODES
) -> RecordType | None:
    """The record that stands at a path of the document; none when anything is wrong with it or with the YAML."""
    node = document.node(at)
    try:
        record = record_type.model_validate_json(json.dumps(node.value))
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        reader = _Reader(document, record_type, log, at, codes)
        for detail in _told_once(details[:MAX_FAULTS]):
            reader.note(detail)
        if len(details) > MAX_FAULTS:
            told = f"{len(details) - MAX_FAULTS:,} more faults of this file are not listed."
            log.add("S003", document.place(at), told, "Mend the first ones.")
        return None
    return record if document.is_sound else None


def record_schema(record_type: Any) -> dict[str, Any]:
    """JSON Schema draft-07 (what YAML editors understand) of a record or of any annotated type."""
    schema = TypeAdapter(record_type).json_schema(by_alias=True)
    draft7: dict[str, Any] = json.loads(json.dumps(schema).replace('"#/$defs/', '"#/definitions/'))
    if "$defs" in draft7:
        draft7["definitions"] = draft7.pop("$defs")
    return {"$schema": "http://json-schema.org/draft-07/schema#"} | draft7


def _told_once(details: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """Drop "too short after validation" where a list is only short because its parts are wrong."""
    places = [detail["loc"] for detail in details]
    return [
        detail
        for detail in details
        if detail["type"] != "too_short"
        or not any(len(loc) > len(detail["loc"]) and loc[: len(detail["loc"])] == detail["loc"] for loc in places)
    ]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns what pydantic says about one record into problems."""

    document: Document
    record_type: type[Record]
    log: ProblemLog
    at: YamlPath
    codes: Codes

    def note(self, detail: ErrorDetails) -> None:
        """Note one of pydantic's errors."""
        is_key = detail["loc"][-1:] == ("[key]",)
        path = self.at + (detail["loc"][:-1] if is_key else detail["loc"])
        name = str(path[-1]) if path else self.document.path
        if self.document.node(path).is_spoiled and detail["type"] != "missing":
            return
        code = self.codes.get((name, detail["type"]))
        if detail["type"] == "missing":
            place = self.document.place(path[:-1])
            self.log.add(code or "S001", place, f"The field `{name}` is missing.", f"Add `{name}:` here.")
        elif detail["type"] == "extra_forbidden":
            known = _fields(self.record_type, path[len(self.at) : -1])
            message = f"The field `{name}` is not known here."
            self.log.add("S002", self.document.key_place(path), message, did_you_mean(name, known))
        elif is_key:
            message = f"The name '{name}' is not allowed here."
            self.log.add("S005", self.document.key_place(path), message, _allowed(detail))
        else:
            usual, message, remedy = _told(_label(path), self.document.node(path), detail)
            self.log.add(code or usual, self.document.place(path), message, remedy)


def _told(label: str, node: Node, detail: ErrorDetails) -> tuple[str, str, str]:
    """Code, message and remedy for a value of the wrong kind (S003, Y008), out of bounds (S004), or an id (S005)."""
    kind = _KIND_WORDS.get(detail["type"])
    if detail["type"] == "string_pattern_mismatch":
        return "S005", f"{label} '{node.text}' breaks the rules for it.", _allowed(detail)
    if kind is None:
        return "S004", f"{label} is outside what is allowed.", _limit(node, detail)
    if detail["type"] == "string_type" and _is_number(node.value):
        return "Y008", f"{label} is a text, but {node.text} without quotes is a number.", f'Write "{node.text}".'
    if node.is_quoted and detail["type"] in ("int_type", "float_type", "bool_type"):
        return "Y008", f"{label} should be {kind}, not a quoted text.", "Take the quotes away."
    return "S003", f"{label} should be {kind}{', not nothing' if node.value is None else ''}.", ""


def _label(path: YamlPath) -> str:
    """What a message calls a value: its field, or its number in a list."""
    if not path:
        return "The file"
    if isinstance(path[-1], int):
        return f"Entry {path[-1] + 1} of `{path[-2]}`" if len(path) > 1 else f"Entry {path[-1] + 1}"
    return f"`{path[-1]}`"


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _allowed(detail: ErrorDetails) -> str:
    pattern = str(detail.get("ctx", {}).get("pattern", ""))
    return f"It is made of {_PATTERN_WORDS.get(pattern, 'what matches ' + pattern)}."


def _limit(node: Node, detail: ErrorDetails) -> str:
    """The remedy for a value outside its limits."""
    context = detail.get("ctx", {})
    if detail["type"] in ("literal_error", "enum"):
        choices = str(context.get("expected", "")).replace(" or ", ", ").split(", ")
        words = [choice.strip("'") for choice in choices]
        return did_you_mean(node.text, words) or "Known: " + ", ".join(words) + "."
    least, most = context.get("min_length"), context.get("max_length")
    if least is not None:
        return "It must not be empty." if least == 1 else f"At least {least} are needed."
    if most is not None:
        return f"At most {most} are allowed."
    return detail["msg"].replace("Input should", "It should") + "."


def _fields(annotation: object, path: YamlPath) -> tuple[str, ...]:
    """The names of the fields that the record at a path has, as they are written in a file."""
    for step in path:
        annotation = _step(annotation, step)
    record = _plain_type(annotation)
    if isinstance(record, type) and issubclass(record, BaseModel):
        return tuple(field.alias or name for name, field in record.model_fields.items())
    return ()


def _step(annotation: object, step: str | int) -> object:
    """The type of a record's field, or of the values of a list or mapping."""
    record = _plain_type(annotation)
    if isinstance(record, type) and issubclass(record, BaseModel):
        fields = record.model_fields.items()
        return next((field.annotation for name, field in fields if step in (field.alias or name, name)), None)
    arguments = get_args(record)
    if not arguments:
        return None
    return arguments[0] if isinstance(step, int) else arguments[-1]


def _plain_type(annotation: object) -> object:
    """The type inside `Annotated[...]` and `... | None`."""
    origin = get_origin(annotation)
    if origin is typing.Annotated:
        return _plain_type(get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return _plain_type(next(part for part in get_args(annotation) if part is not type(None)))
    return annotation
