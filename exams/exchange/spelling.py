"""Spelling (写法): how people write an answer in one cell, and the bank's way of writing it back.

Liberal in what is read (AC, A,C, A、C, 1 3, the words of a choice; 对, √, T), exact in what is written.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from core.text import clean, fold
from exams.exchange.likeness import LETTERS
from exams.marking import read_number

_TRUE = {"对", "正确", "√", "✓", "✔", "☑", "t", "true", "y", "yes", "right", "correct", "是", "真", "對", "正確", "1"}
_FALSE = {"错", "错误", "×", "x", "✗", "✘", "☒", "f", "false", "n", "no", "wrong", "incorrect", "否", "假", "不对", "不正确",
          "錯", "錯誤", "不對", "不正確", "0"}  # fmt: skip
_BETWEEN = re.compile(r"[\s,;、/|┋，；．.&+和与()\[\]【】]+")
_WITH_TEXT = re.compile(r"[(\[【]?([A-Z])[)\]】]?\s*[.,、:)\s]\s*(.+)")
_BLANK = re.compile(r"_{2,}|[(（][\s　_]*[)）]|[\[【][\s　_]*[\]】]|\{\}|﹍+|＿+|—{3,}|…{3,}")
_POINT = re.compile(r"[(（\[【]\s*(\d+(?:\.\d+)?)\s*(?:分|marks?|points?|pts?)?\s*[)）\]】]\s*[。.;；]?\s*$", re.I)
_NUMBERED = re.compile(r"^\s*(?:[(（]?\d{1,2}[)）.、．]|[①-⑳]|[-•·])\s*")
_SHARE = re.compile(r"^%(-?\d+(?:\.\d+)?)%")
_RANGE = re.compile(r"^(.+?)\s*(?:~|～|至|\.\.|to)\s*(.+)$")
_PLUS_MINUS = re.compile(r"^(.+?)\s*(?:±|\+/-|\+-)\s*(.+)$")
HUNDRED = Decimal(100)


def truth(text: str) -> bool | None:
    """Right or wrong, or None for neither.

    >>> [truth(text) for text in ("√", "错误", "Ｔ", "正确。", "A")]
    [True, False, True, True, None]
    """
    word = fold(text).strip(".!。 ")
    return True if word in _TRUE else False if word in _FALSE else None


def ticks(text: str, choices: Sequence[str], *, numbered: bool = False) -> list[str] | None:
    """The letters an answer names, in order, or None. `choices` are their texts; `numbered`: the headings count 1, 2, 3.

    >>> [ticks(text, ["甲", "乙", "丙"]) for text in ("AC", "c、a", "Ａ，Ｃ", "A;C。", "甲", "答案：AC", "AE", "甲,丙")]
    [['A', 'C'], ['C', 'A'], ['A', 'C'], ['A', 'C'], ['A'], ['A', 'C'], None, ['A', 'C']]
    >>> [ticks(text, ["甲", "乙", "丙"]) for text in ("（C）", "【A】【C】", "B、乙", "A.甲┋C.丙", "A┋C", "A. 乙")]
    [['C'], ['A', 'C'], ['B'], ['A', 'C'], ['A', 'C'], None]
    >>> ticks("1,3", ["甲", "乙", "丙"], numbered=True), ticks("13", ["甲", "乙", "丙"], numbered=True)
    (['A', 'C'], ['A', 'C'])
    """
    folded = {fold(choice): LETTERS[at] for at, choice in enumerate(choices[:26])}
    if fold(text) in folded:
        return [folded[fold(text)]]
    word = re.sub(r"^(?:正确)?(?:答案|选项|answer)\s*:?\s*", "", fold(text)).upper()
    pieces = [piece for piece in _BETWEEN.split(word) if piece]
    if letters := _letters(pieces, len(choices), numbered):
        return letters
    for separator in (r"[\n;；|┋]+", r"[\n;；|┋,，、]+"):
        named = [_named(fold(piece), folded) for piece in re.split(separator, text) if piece.strip()]
        if named and all(named):
            return list(dict.fromkeys(named))
    return None


def _named(piece: str, folded: Mapping[str, str]) -> str:
    """The letter of a choice that is named by its text, or by letter and text where both say the same."""
    if piece in folded:
        return folded[piece]
    both = _WITH_TEXT.fullmatch(piece.upper())
    letter = folded.get(fold(both[2]), "") if both else ""
    return letter if both and letter == both[1] else ""


def _letters(pieces: list[str], size: int, numbered: bool) -> list[str] | None:
    signs = [sign for piece in pieces for sign in ([piece] if piece.isdigit() and int(piece) <= size else piece)]
    found = []
    for sign in signs:
        if sign.isdigit() and numbered and 1 <= int(sign) <= size:
            found.append(LETTERS[int(sign) - 1])
        elif len(sign) == 1 and sign in LETTERS[:size]:
            found.append(sign)
        else:
            return None
    return list(dict.fromkeys(found)) or None


def with_blanks(stem: str) -> str:
    """The stem with every gap written ____, whichever way it was.

    >>> with_blanks("根据企业（  ）可以行使__________权")
    '根据企业____可以行使____权'
    """
    return _BLANK.sub("____", stem)


def words(text: str, blanks: int) -> list[list[dict[str, str]]]:
    """The accepted words for each blank: blanks parted by ; or a line, words for one by |, a share before them as %50%.

    >>> words("授权|授權; 备案", 2)
    [[{'text': '授权'}, {'text': '授權'}], [{'text': '备案'}]]
    >>> words("授权；授權", 1), words("十一、九", 2)
    ([[{'text': '授权'}, {'text': '授權'}]], [[{'text': '十一'}], [{'text': '九'}]])
    """
    if blanks <= 1:
        return [_accepted(re.split(r"[|;；\n]|\s/\s", text))]
    for separator in (r"[;；\n]", r"[;；\n]|[|]", r"[,，]", r"、", r"\s{2,}|　", r"[#＃]", r"\s+"):
        pieces = [piece for piece in re.split(separator, text.strip()) if piece.strip()]
        if len(pieces) == blanks:
            return [_accepted(re.split(r"[|]|\s/\s", _NUMBERED.sub("", piece))) for piece in pieces]
    return [_accepted([piece]) for piece in re.split(r"[;；\n]", text) if piece.strip()]


def _accepted(pieces: list[str]) -> list[dict[str, str]]:
    accepted = []
    for piece in map(clean, pieces):
        share = _SHARE.match(piece)
        bare = piece[share.end() :].strip() if share else piece
        if bare:
            weight = {"weight": plain(Decimal(share[1]) / HUNDRED)} if share and Decimal(share[1]) != HUNDRED else {}
            accepted.append({"text": bare} | weight)
    return accepted


def written_words(blanks: Sequence[Sequence[dict[str, str]]]) -> str:
    """As `words` reads it."""
    return "; ".join("|".join(_with_share(one) for one in blank) for blank in blanks)


def _with_share(one: dict[str, str]) -> str:
    weight = Decimal(one.get("weight", "1"))
    return one["text"] if weight == 1 else f"%{plain(weight * HUNDRED)}%{one['text']}"


def number(text: str, tolerance: str, unit: str) -> dict[str, Any] | None:
    """A numeric key from an answer (12.5, 12.5±0.1, 12.4~12.6, 18 000元) and a tolerance (0.1, 2%), or None.

    >>> number("12.4～12.6", "", "mm"), number("18 000元", "", "元")["value"], number("5±2%", "", "")["relative"]
    ({'value': '12.5', 'tolerance': '0.1', 'units': ['mm']}, '18000', '0.02')
    """
    units = (unit,) if unit else ()
    text = fold(text)
    if spread := _PLUS_MINUS.match(text):
        text, tolerance = spread[1], spread[2]
    value, margin = read_number(text, units), _margin(tolerance, units)
    if value is None and (spread := _RANGE.match(text)):
        low, high = read_number(spread[1], units), read_number(spread[2], units)
        if low is None or high is None or low > high:
            return None
        value, margin = (low + high) / 2, {"tolerance": plain((high - low) / 2)}
    if value is None or margin is None:
        return None
    return {"value": plain(value), "tolerance": "0", "units": list(units)} | margin


def _margin(text: str, units: tuple[str, ...]) -> dict[str, str] | None:
    text = fold(text).lstrip("±").strip()
    if not text:
        return {}
    share = text.endswith("%") and "%" not in units
    margin = read_number(text.removesuffix("%") if share else text, units)
    if margin is None or margin < 0:
        return None
    return {"relative": plain(margin / HUNDRED)} if share else {"tolerance": plain(margin)}


def points(text: str, total: Decimal | None = None) -> list[tuple[str, Decimal]]:
    """The points of a marking scheme, one on a line, each with its marks at the end: 说明依据（2分）.

    A text without any marks is one point worth `total`.

    >>> points("1. 说明依据（2分）\\n2. 提出措施（1.5分）；")
    [('说明依据', Decimal('2')), ('提出措施', Decimal('1.5'))]
    >>> points("质量是一组固有特性满足要求的程度", Decimal(5))
    [('质量是一组固有特性满足要求的程度', Decimal('5'))]
    """
    lines = [clean(line) for line in text.split("\n") if line.strip()]
    found = [(line, _POINT.search(line)) for line in lines]
    if not lines or not all(mark for _line, mark in found):
        whole = "\n".join(lines)
        return [(whole, total or Decimal(1))] if whole else []
    return [(clean(_NUMBERED.sub("", line[: mark.start()])), Decimal(mark[1])) for line, mark in found if mark]


def written_points(lines: Sequence[tuple[str, str]]) -> str:
    """As `points` reads it."""
    return "\n".join(f"{text}（{marks}分）" for text, marks in lines)


def shares(text: str, size: int, marks: Decimal = Decimal(1)) -> dict[str, str] | None:
    """What each choice is worth: A=1, C=0.5 in marks, D=-50% as a share of all; None if it is not written so.

    >>> shares("A=1；C＝50%", 4), shares("AC", 4)
    ({'A': '1', 'C': '0.5'}, None)
    """
    worth = {}
    for piece in re.split(r"[,;\n]", fold(text).upper()):
        named = re.fullmatch(r"\s*([A-Z])\s*[=:]\s*(-?\d+(?:\.\d+)?)\s*(%?)\s*", piece)
        if not named or named[1] not in LETTERS[:size]:
            return None
        worth[named[1]] = plain(Decimal(named[2]) * (marks / HUNDRED if named[3] else 1))
    return worth or None


def plain(value: Decimal) -> str:
    """A number without idle noughts or exponent."""
    return f"{value.normalize():f}" if value else "0"


def decimal(text: str) -> Decimal | None:
    """A number as typed, or None.

    >>> decimal("２.５"), decimal("2分"), decimal("")
    (Decimal('2.5'), Decimal('2'), None)
    """
    try:
        value = Decimal(re.sub(r"\s*(?:分|marks?|points?|pts?)$", "", fold(text)))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
