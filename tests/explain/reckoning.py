"""What a formula with its numbers comes to, read from its English words alone, as a person would check it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from subsidy.rounding import ROUNDINGS, round_to

_NUMBER = r"(?P<number>(?:[\d,]*\d )?\d+/\d+|\d[\d,]*\d(?:\.\d+)?|\d(?:\.\d+)?)(?P<percent>%?)"
_UNITS = r"(?: (?:yuan|days?|months?|years?)(?:·\w+)*(?:/\w+)*)?"
_TOKEN = re.compile(
    rf"\s*(?:(?P<day>\d{{4}}-\d\d-\d\d)|{_NUMBER}{_UNITS}|(?P<sign>[-+×÷(),])"
    r"|the (?P<choice>smaller|smallest|earlier|earliest|larger|largest|later|latest) of)"
)
_CHOICES: Mapping[str, Callable[[list[Fraction]], Fraction]] = {
    **dict.fromkeys(("smaller", "smallest", "earlier", "earliest"), min),
    **dict.fromkeys(("larger", "largest", "later", "latest"), max),
}
_SPAN = re.compile(r" \(\d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d\)")  # a remark: from which day to which was counted
_ROUNDED = re.compile(r"(.*), rounded ([a-z ]+) to ([\d,.]+) yuan")
_DIRECTIONS = {label.en: name for name, label in ROUNDINGS.items()}


def reckoned(words: str) -> Fraction:
    """The value of the words, in base units; dates are ordinals."""
    rounding = _ROUNDED.fullmatch(words)
    if rounding:
        of, direction, step = rounding.groups()
        return round_to(reckoned(of), Fraction(step.replace(",", "")), _DIRECTIONS[direction])
    reader = _Reader(_SPAN.sub("", words))
    value = reader.sum()
    assert reader.next is None, words
    return value


class _Reader:
    def __init__(self, words: str) -> None:
        self.tokens = self._tokens(words)
        self.next: Fraction | str | None = None
        self.advance()

    def _tokens(self, words: str) -> Iterator[Fraction | str]:
        at = 0
        while at < len(words):
            found = _TOKEN.match(words, at)
            assert found, words[at:]
            at = found.end()
            if found["day"]:
                yield Fraction(date.fromisoformat(found["day"]).toordinal())
            elif found["number"]:
                parts = found["number"].replace(",", "").split(" ")
                yield sum(map(Fraction, parts), Fraction(0)) / (100 if found["percent"] else 1)
            else:
                yield found["choice"] or found["sign"]

    def advance(self) -> Fraction | str | None:
        taken, self.next = self.next, next(self.tokens, None)
        return taken

    def sum(self) -> Fraction:
        value = -self.product() if self.takes("-") else self.product()
        while self.next in ("+", "-"):
            value += self.product() if self.advance() == "+" else -self.product()
        return value

    def product(self) -> Fraction:
        value = self.atom()
        while self.next in ("×", "÷"):
            value = value * self.atom() if self.advance() == "×" else value / self.atom()
        return value

    def atom(self) -> Fraction:
        token = self.advance()
        if isinstance(token, Fraction):
            return token
        if token == "(":
            value = self.sum()
            assert self.takes(")")
            return value
        assert self.takes("(")
        items = [self.sum()]
        while self.takes(","):
            items.append(self.sum())
        assert self.takes(")")
        return _CHOICES[str(token)](items)

    def takes(self, sign: str) -> bool:
        if self.next != sign:
            return False
        self.advance()
        return True
