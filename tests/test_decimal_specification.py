"""Reading and rounding against the decTest files, the test suite of the decimal specification, which CPython ships."""

import importlib.util
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path

import pytest

from subsidy.quantities import QuantityError, parse_quantity
from subsidy.rounding import ROUNDINGS, round_to

DECTEST_MODES = {direction.replace("-", "_"): direction for direction in ROUNDINGS}


def _dectest(name: str) -> Iterator[tuple[dict[str, str], list[str], str]]:
    """The settings, the operation with its operands, and the result of each line."""
    package = importlib.util.find_spec("test")
    places = package.submodule_search_locations or [] if package else []
    files = [Path(place) / "decimaltestdata" / f"{name}.decTest" for place in places]
    found = next((file for file in files if file.exists()), None)
    if found is None:
        pytest.skip(f"this Python ships without {name}.decTest")
    settings: dict[str, str] = {}
    for line in found.read_text("utf-8").splitlines():
        words = line.split("--")[0].split()
        if "->" in words:
            arrow = words.index("->")
            yield settings, [word.strip("'") for word in words[1:arrow]], words[arrow + 1].strip("'")
        elif len(words) == 2 and words[0].endswith(":"):
            settings[words[0].rstrip(":").lower()] = words[1]


def _number(text: str) -> Fraction | None:
    """None for what is no number, or so far out that it tests overflow."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return Fraction(value) if value.is_finite() and abs(value.adjusted()) < 200 else None


@pytest.mark.parametrize("name", ["quantize", "ddQuantize", "dqQuantize"])
def test_quantize_as_in_the_decimal_specification(name: str) -> None:
    seen = 0
    for settings, operation, result in _dectest(name):
        direction = DECTEST_MODES.get(settings["rounding"])
        if direction is None or operation[0] != "quantize":
            continue
        value, pattern, expected = (_number(text) for text in (*operation[1:], result))
        if value is None or pattern is None or expected is None:
            continue
        step = Fraction(10) ** int(Decimal(operation[2]).as_tuple().exponent)
        assert round_to(value, step, direction) == expected, (operation, result, direction)
        seen += 1
    assert seen > 400


def test_arithmetic_rounded_as_in_the_decimal_specification() -> None:
    operators = {
        "add": lambda a, b: a + b,
        "subtract": lambda a, b: a - b,
        "multiply": lambda a, b: a * b,
        "divide": lambda a, b: a / b,
    }
    seen = dict.fromkeys(ROUNDINGS, 0)
    for settings, operation, result in _dectest("rounding"):
        direction = DECTEST_MODES.get(settings["rounding"])
        if direction is None or operation[0] not in operators:
            continue
        left, right, expected = (_number(text) for text in (*operation[1:], result))
        if left is None or right is None or expected is None:
            continue
        exact = operators[operation[0]](left, right)
        size, magnitude = abs(exact), 0
        while size >= 10:
            size, magnitude = size / 10, magnitude + 1
        while 0 < size < 1:
            size, magnitude = size * 10, magnitude - 1
        step = Fraction(10) ** (magnitude + 1 - int(settings["precision"]))
        assert round_to(exact, step, direction) == expected, (operation, result, direction)
        seen[direction] += 1
    assert min(seen.values()) > 20


def test_text_as_in_the_decimal_specification() -> None:
    read = refused = 0
    for settings, operation, result in _dectest("base"):
        text, expected = operation[1], _number(result)
        if operation[0] != "toSci" or expected is None or sum(map(str.isdigit, text)) > int(settings["precision"]):
            continue
        if re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", text):
            assert parse_quantity(text).value == expected, text
            read += 1
        else:
            with pytest.raises(QuantityError):
                parse_quantity(text)
            refused += 1
    assert read > 60
    assert refused > 200
