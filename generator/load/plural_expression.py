"""The plural expression of a catalogue's header, judged as `msgfmt -c` judges it.

No text is chosen by it (`model/plural_forms.py` knows the forms), but a translator's editor goes by it, and a file that
gettext refuses must not pass here. The grammar is that of C with `n` as the only name (GNU gettext manual, 11.2.6); it
is read by the few lines below and never given to Python.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

MAX_LENGTH: Final = 500
NUMBERS: Final = 1_001
"""The expression is tried for 0 to 1,000, as msgfmt does."""
MAX_DEPTH: Final = 40
_TOKEN: Final = re.compile(r"[ \t\n]*([0-9]{1,9}|n|&&|\|\||[=!<>]=|[-<>+*/%!?:()])")
_Value: TypeAlias = Callable[[int], int]


def _unsigned(meaning: Callable[[int, int], int]) -> Callable[[int, int], int]:
    """As C counts: in 64 bits without sign, a comparison giving 0 or 1."""
    return lambda left, right: int(meaning(left, right)) % 2**64


_STRENGTH: Final[Mapping[str, int]] = {
    "||": 1, "&&": 2, "==": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6, "%": 6,
}  # fmt: skip
_MEANING: Final[Mapping[str, Callable[[int, int], int]]] = {
    "==": _unsigned(operator.eq), "!=": _unsigned(operator.ne), "<": _unsigned(operator.lt),
    "<=": _unsigned(operator.le), ">": _unsigned(operator.gt), ">=": _unsigned(operator.ge),
    "+": _unsigned(operator.add), "-": _unsigned(operator.sub), "*": _unsigned(operator.mul),
    "/": _unsigned(operator.floordiv), "%": _unsigned(operator.mod),
}  # fmt: skip


class PluralExpressionError(ValueError):
    """An expression that no program can go by; the message says why."""


def check_plural_expression(expression: str, forms: int) -> None:
    """Refuse what is no expression, or does not give a form from 0 to `forms` - 1. Raises PluralExpressionError."""
    value = _Parser(_tokens(expression)).whole()
    for number in range(NUMBERS):
        try:
            form = value(number)
        except ZeroDivisionError as error:
            raise PluralExpressionError(f"it divides by zero for {number}") from error
        if not 0 <= form < forms:
            raise PluralExpressionError(f"it gives form {form} for {number}")


def _tokens(expression: str) -> list[str]:
    if len(expression) > MAX_LENGTH:
        raise PluralExpressionError(f"it is longer than {MAX_LENGTH} characters")
    tokens, position = [], 0
    expression = expression.rstrip(" \t\n")
    while position < len(expression):
        match = _TOKEN.match(expression, position)
        if match is None:
            raise PluralExpressionError(f"'{expression[position : position + 10].strip()}' does not belong there")
        tokens.append(match[1])
        position = match.end()
    return tokens


class _Parser:
    """Reads tokens by the strength of their operators."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = [*tokens, ""]
        self._at = 0
        self._depth = 0

    def whole(self) -> _Value:
        value = self._choice()
        if self._tokens[self._at]:
            raise PluralExpressionError(f"'{self._tokens[self._at]}' does not belong there")
        return value

    def _take(self) -> str:
        token = self._tokens[self._at]
        self._at += bool(token)
        return token

    def _choice(self) -> _Value:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise PluralExpressionError("it is nested too deep")
        condition = self._operation(1)
        if self._tokens[self._at] == "?":
            self._take()
            chosen = self._choice()
            self._expect(":")
            condition = _chosen(condition, chosen, self._choice())
        self._depth -= 1
        return condition

    def _operation(self, weakest: int) -> _Value:
        left = self._single()
        while (strength := _STRENGTH.get(self._tokens[self._at], 0)) >= weakest:
            sign = self._take()
            left = _joined(sign, left, self._operation(strength + 1))
        return left

    def _single(self) -> _Value:
        token, negations = self._take(), 0
        while token == "!":  # noqa: S105
            negations += 1
            token = self._take()
        if token == "(":  # noqa: S105
            value = self._choice()
            self._expect(")")
        elif token == "n":  # noqa: S105
            value = _same
        elif token.isdecimal():
            value = _constant(int(token))
        else:
            raise PluralExpressionError(f"a number or n is missing before '{token}'" if token else "it breaks off")
        return _negated(value, negations) if negations else value

    def _expect(self, wanted: str) -> None:
        token = self._take()
        if token != wanted:
            raise PluralExpressionError(f"'{wanted}' is missing")


def _same(number: int) -> int:
    return number


def _constant(constant: int) -> _Value:
    return lambda _number: constant


def _negated(value: _Value, times: int) -> _Value:
    return lambda number: int(bool(value(number)) != bool(times % 2))


def _chosen(condition: _Value, first: _Value, second: _Value) -> _Value:
    return lambda number: first(number) if condition(number) else second(number)


def _joined(sign: str, left: _Value, right: _Value) -> _Value:
    if sign == "&&":
        return lambda number: int(bool(left(number)) and bool(right(number)))
    if sign == "||":
        return lambda number: int(bool(left(number)) or bool(right(number)))
    meaning = _MEANING[sign]
    return lambda number: meaning(left(number), right(number))
