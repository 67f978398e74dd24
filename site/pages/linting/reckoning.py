"""Reckoning (复算): the answer of a numeric question worked out again from its formula. Knows no framework.

A formula is arithmetic on the figures of the stem; nothing else can be said in it, so no code is ever run.

>>> reckon("12.040 + 0.577 * 0.060"), reckon("binomial(50, 1, 0.02)") > 0.7357
(12.07462, True)
"""

import ast
import math
import operator
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal


class Unreckonable(ValueError):
    """A formula that is no arithmetic."""


def binomial(size: float, most: float, share: float) -> float:
    """The chance of at most `most` nonconforming items in a sample of `size`."""
    tries = int(size)
    return sum(math.comb(tries, k) * share**k * (1 - share) ** (tries - k) for k in range(int(most) + 1))


def to_even(value: float, places: float) -> float:
    """Rounded as GB/T 8170 has it: a lone 5 goes to the even digit."""
    return float(Decimal(str(value)).quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_EVEN))


_DEEDS: dict[type[ast.AST], Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
}
_WORDS: dict[str, Callable[..., float]] = {
    "sqrt": math.sqrt,
    "ln": math.log,
    "min": min,
    "max": max,
    # A quotient such as 3.0 may come out a hair below itself.
    "floor": lambda value: math.floor(value + 1e-9),
    "ceil": lambda value: math.ceil(value - 1e-9),
    "binomial": binomial,
    "to_even": to_even,
}


def reckon(formula: str) -> float:
    """What the formula comes to; Unreckonable where it is no arithmetic."""
    try:
        return _value(ast.parse(formula, mode="eval").body)
    except (SyntaxError, ZeroDivisionError, OverflowError) as fault:
        raise Unreckonable(f"{formula}: {fault}") from fault


def _value(node: ast.AST) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _DEEDS:
            return _DEEDS[type(sign)](_value(left), _value(right))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand)
        case ast.Call(func=ast.Name(id=word), args=given, keywords=[]) if word in _WORDS:
            return _WORDS[word](*map(_value, given))
    raise Unreckonable(ast.unparse(node))


def figures(formula: str) -> Iterator[float]:
    """The numbers written in a formula."""
    for node in ast.walk(ast.parse(formula, mode="eval")):
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            yield float(node.value)


def agrees(formula: str, value: float) -> bool:
    """Whether the formula, rounded to as many places as the key has, is the key.

    >>> agrees("2 / 3", 0.667), agrees("2 / 3", 0.66)
    (True, False)
    """
    key = Decimal(str(value)).normalize()
    exponent = key.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    # What binary arithmetic leaves over (0.285 as 0.28499…) must not decide how a 5 is rounded.
    told = Decimal(repr(round(reckon(formula), places + 9)))
    return told.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) == key
