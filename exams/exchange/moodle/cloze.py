"""Cloze (嵌入式答案): blanks within the text, {1:SHORTANSWER:=授权~%50%委托#why}, read and written."""

import re
from dataclasses import dataclass
from decimal import Decimal

_WORDS = {"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"}
_NUMBER = {"NUMERICAL", "NM"}
# One answer out of a list: as a menu, in a row, in a column, shuffled.
_CHOICE = {
    f"{name}{way}" for name in ("MULTICHOICE", "MC") for way in ("", "V", "H", "S", "VS", "HS", "_V", "_H", "_S", "_VS", "_HS")
}
_KINDS = {"words": _WORDS, "number": _NUMBER, "choice": _CHOICE}
_OPENING = re.compile(r"\{(\d*):([A-Z_]+):", re.I)
_WEIGHT = re.compile(r"^%(-?\d+(?:\.\d+)?)%")
_ESCAPED = re.compile(r"([\\}#~\"])")


@dataclass(frozen=True)
class Answer:
    """An accepted answer: its words or number, how far off it may be, what it is worth in hundredths, what is said to it."""

    text: str
    worth: Decimal = Decimal(100)
    tolerance: str = ""
    feedback: str = ""


@dataclass(frozen=True)
class Blank:
    """One blank: its kind (words, number, choice, or the word in the file for others), marks, answers."""

    kind: str
    marks: Decimal
    answers: tuple[Answer, ...]


def read(text: str, mark: str) -> tuple[str, list[Blank]]:
    r"""The text with `mark` where each blank stood, and the blanks.

    >>> stem, blanks = read(r"权力来自{1:SHORTANSWER:=授权~%50%委托#not quite\}}。", "____")
    >>> stem, [(answer.text, int(answer.worth), answer.feedback) for answer in blanks[0].answers]
    ('权力来自____。', [('授权', 100, ''), ('委托', 50, 'not quite}')])
    """
    out: list[str] = []
    blanks: list[Blank] = []
    start = 0
    while opening := _OPENING.search(text, start):
        end = _end(text, opening.end())
        if end < 0:
            break
        out += [text[start : opening.start()], mark]
        blanks.append(_blank(opening, text[opening.end() : end]))
        start = end + 1
    return "".join([*out, text[start:]]), blanks


def write(answers: list[Answer]) -> str:
    r"""A blank of accepted words.

    >>> print(write([Answer("a~b}"), Answer("c", Decimal(50))]))
    {1:SHORTANSWER:=a\~b\}~%50%c}
    """
    said = [("=" if answer.worth == 100 else f"%{answer.worth:f}%") + _ESCAPED.sub(r"\\\1", answer.text) for answer in answers]
    return "{1:SHORTANSWER:" + "~".join(said) + "}"


def _end(text: str, start: int) -> int:
    """The closing brace of a blank: the first that is not escaped."""
    place = start
    while place < len(text):
        if text[place] == "\\":
            place += 1
        elif text[place] == "}":
            return place
        place += 1
    return -1


def _blank(opening: re.Match[str], inside: str) -> Blank:
    word = opening[2].upper()
    kind = next((kind for kind, names in _KINDS.items() if word in names), word)
    answers = tuple(_answer(piece, kind) for piece in _split(inside, "~"))
    return Blank(kind, Decimal(opening[1] or "1"), answers)


def _answer(piece: str, kind: str) -> Answer:
    text, _sign, feedback = _cut(piece, "#")
    text = text.strip()
    worth = Decimal(0)
    if text.startswith("="):
        text, worth = text[1:], Decimal(100)
    elif match := _WEIGHT.match(text):
        text, worth = text[match.end() :], Decimal(match[1])
    tolerance = ""
    if kind == "number":
        text, _colon, tolerance = text.partition(":")
    return Answer(_bare(text).strip(), worth, tolerance.strip(), _bare(feedback).strip())


def _bare(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _split(text: str, sign: str) -> list[str]:
    pieces: list[str] = []
    for match in re.finditer(rf"((?:\\.|[^{sign}\\])*)({sign}|$|\\)", text, re.S):
        pieces.append(match[1])
        if match[2] != sign:
            break
    return pieces


def _cut(text: str, sign: str) -> tuple[str, str, str]:
    """`text` before and after the first `sign` that is not escaped."""
    place = 0
    while place < len(text):
        if text[place] == "\\":
            place += 1
        elif text[place] == sign:
            return text[:place], sign, text[place + 1 :]
        place += 1
    return text, "", ""
