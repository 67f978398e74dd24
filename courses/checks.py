"""Self-checks as the lesson holds them, made ready to be asked and judged."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Option:
    """One thing to choose, to order or to match."""

    key: str
    text: str


@dataclass(frozen=True)
class Check:
    """One question: what is shown, and the key it is judged by (courses/checking.py)."""

    id: str
    kind: str
    stem: str
    explanation: str
    key: Any
    options: tuple[Option, ...] = ()
    matches: tuple[Option, ...] = field(default=())
    unit: str = ""

    @property
    def answer_shown(self) -> str:
        """The right answer in words, for the kinds whose form cannot show it."""
        match self.kind:
            case "numeric":
                return f"{self.key['value']}{' ' if self.unit[:1].isascii() and self.unit[:1].isalpha() else ''}{self.unit}"
            case "ordering":
                return " → ".join(self.key)
            case "fillin":
                return " / ".join(self.key["accept"])
            case "matching":
                texts = {match.key: match.text for match in self.matches}
                return "; ".join(f"{option.text} – {texts[self.key[option.key]]}" for option in self.options)
            case _:
                return ""

    @property
    def key_shown(self) -> str:
        """The right answer for an editor, whatever the kind."""
        if isinstance(self.key, bool):
            return self.options[0 if self.key else 1].text
        return self.answer_shown or " ".join(self.key or [])


def of(stream: Any) -> list[Check]:
    """The checks of a lesson page."""
    return [_check(block.id, block.block_type, block.value) for block in stream]


def _check(block_id: str, kind: str, value: Any) -> Check:
    return Check(id=block_id, kind=kind, stem=value["stem"], explanation=value["explanation"], **_KINDS[kind](block_id, value))


def _choices(block_id: str, value: Any) -> dict[str, Any]:
    options = _lettered([option["text"] for option in value["options"]])
    right = [shown.key for shown, option in zip(options, value["options"], strict=True) if option["right"]]
    return {"options": options, "key": right}


def _truefalse(block_id: str, value: Any) -> dict[str, Any]:
    return {"options": (Option("true", _("Right")), Option("false", _("Wrong"))), "key": bool(value["answer"])}


def _numeric(block_id: str, value: Any) -> dict[str, Any]:
    return {"key": {name: value[name] for name in ("value", "tolerance", "unit")}, "unit": value["unit"]}


def _matching(block_id: str, value: Any) -> dict[str, Any]:
    """The right sides stand in an order that gives nothing away and is the same every time."""
    pairs = value["pairs"]
    ranked = sorted(range(len(pairs)), key=lambda n: hashlib.sha256(f"{block_id}{n}".encode()).digest())
    letters = {place: chr(ord("a") + rank) for rank, place in enumerate(ranked)}
    return {
        "options": tuple(Option(str(n + 1), pair["left"]) for n, pair in enumerate(pairs)),
        "matches": tuple(Option(letters[place], pairs[place]["right"]) for place in ranked),
        "key": {str(n + 1): letters[n] for n in range(len(pairs))},
    }


_KINDS: dict[str, Callable[[str, Any], dict[str, Any]]] = {
    "single": lambda block_id, value: (found := _choices(block_id, value)) | {"key": found["key"][0]},
    "multiple": _choices,
    "truefalse": _truefalse,
    "numeric": _numeric,
    "ordering": lambda block_id, value: {"options": _lettered(list(value["options"])), "key": value["order"].split()},
    "matching": _matching,
    "fillin": lambda block_id, value: {"key": {"accept": list(value["accept"])}},
    "short": lambda block_id, value: {"key": None},
}


def _lettered(texts: list[str]) -> tuple[Option, ...]:
    return tuple(Option(chr(ord("A") + n), text) for n, text in enumerate(texts))
