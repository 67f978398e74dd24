"""The answers in a question's braces (答案): the key they make, by the order in which Moodle detects the kind."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from unicodedata import normalize

from exams.exchange import spelling
from exams.exchange.drafts import Draft, Line
from exams.exchange.gift.source import WEIGHT, Block, back
from exams.exchange.likeness import LETTERS
from exams.exchange.notation import Unusable, number
from exams.exchange.options import LAST
from exams.exchange.richtext import from_html, is_html, tidy
from exams.keys import BLANK

FORMAT = re.compile(r"^\[(html|moodle|plain|markdown)\]", re.I)
_NUMBER = r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_SPAN = re.compile(rf"^({_NUMBER})\s*\.\.\s*({_NUMBER})$")
HUNDRED = Decimal(100)


class Broken(ValueError):
    """The question cannot be read; the code says why."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass
class Text:
    """One question's texts in its format, and what was left out of them."""

    form: str
    locale: str
    unknown: set[str] = field(default_factory=set)

    def plain(self, text: str) -> str:
        """What a reader sees. An answer may be in another format than its question, and says so."""
        own = FORMAT.match(text.strip())
        form, words = (own[1].lower(), back(text.strip()[own.end() :])) if own else (self.form, back(text))
        if form == "html" or (form in ("", "moodle") and is_html(words)):
            words, unknown = from_html(words)
            self.unknown |= unknown
        return tidy(words)

    def said(self, text: str) -> dict[str, str]:
        words = self.plain(text)
        return {self.locale: words} if words else {}


@dataclass(frozen=True)
class Answer:
    """One answer in braces: right or not, its weight in per cent where it has one, its words, its feedback."""

    is_right: bool
    weight: Decimal | None
    text: str
    feedback: str = ""


def answered(draft: Draft, answers: str, texts: Text, has_gap: bool, block: Block, say: Callable[..., None]) -> Draft:
    """The key, by Moodle's order of detection."""
    if not answers:
        rubric = block.ours.get("rubric")
        return replace(
            draft, kind="short", rule="manual", rubric=tuple(_rubric(rubric, draft.marks)) if isinstance(rubric, list) else ()
        )
    if answers.startswith("#"):
        return _numeric(draft, answers[1:].strip(), texts, say)
    if "~" in answers:
        return _choice(draft, split(answers), texts, block, say)
    if "=" in answers and "->" in answers:
        return _matching(draft, answers, texts)
    judged = re.match(r"^(T|TRUE|F|FALSE|[对错√×]|正确|错误|正確|錯誤)\s*(?:#|$)", answers, re.I)
    if judged and (verdict := spelling.truth(judged[1])) is not None:
        feedback = [texts.plain(words) for words in answers.split("#")[1:]]
        draft = _explained(draft, [words for words in feedback if words], texts.locale)
        return replace(draft, kind="truefalse", rule="match_correct", key={"correct": verdict})
    return _short(draft, answers, texts, has_gap, block)


def split(answers: str) -> list[Answer]:
    """The answers in braces, each begun by ~ or =.

    >>> [(one.is_right, str(one.weight), one.text) for one in split("=a ~%-50%b#no ~c")]
    [(True, 'None', 'a'), (False, '-50', 'b'), (False, 'None', 'c')]
    """
    found = []
    for piece in re.split(r"(?=[~=])", answers):
        if not piece.strip():
            continue
        sign, words = (piece[0], piece[1:].strip()) if piece[0] in "~=" else ("", piece.strip())
        weight = WEIGHT.match(words)
        words = words[weight.end() :] if weight else words
        share = Decimal(weight[1].rstrip(".")) if weight else None
        if share is not None and abs(share) > HUNDRED:
            raise Broken("gift-weight", weight=str(share))
        text, _hash, feedback = words.partition("#")
        found.append(Answer(sign == "=", share, text.strip(), feedback.strip()))
    return found


def _choice(draft: Draft, answers: list[Answer], texts: Text, block: Block, say: Callable[..., None]) -> Draft:
    if len(answers) < 2:
        raise Broken("too-few-choices", number=len(answers), least=2)
    kept = block.ours.get("last")
    words = [texts.plain(answer.text) for answer in answers]
    lines = tuple(
        Line(LETTERS[at], {texts.locale: text}, LETTERS[at] in kept if isinstance(kept, list) else bool(LAST.match(text)))
        for at, text in enumerate(words[:26])
    )
    if len(words) > 26:
        raise Broken("too-many-choices", number=len(words), most=26)
    feedback = [f"{LETTERS[at]}. {texts.plain(answer.feedback)}" for at, answer in enumerate(answers) if answer.feedback]
    draft = _explained(replace(draft, choices=lines), feedback, texts.locale)
    right = [LETTERS[at] for at, answer in enumerate(answers) if answer.is_right]
    if right:
        if len(right) > 1:
            raise Broken("gift-several-right", choices=", ".join(right))
        if any(answer.weight and answer.weight > 0 and not answer.is_right for answer in answers):
            say("warning", "gift-partial")
        return replace(draft, kind="single", rule="match_correct", key={"correct": right[0]})
    return _weighted(draft, [answer.weight or Decimal(0) for answer in answers], block, say)


def _weighted(draft: Draft, weights: list[Decimal], block: Block, say: Callable[..., None]) -> Draft:
    """Several right answers. Equal shares with nothing gained by a wrong tick are our default rule; others keep their weights."""
    right = [at for at, weight in enumerate(weights) if weight > 0]
    total = sum((weights[at] for at in right), Decimal(0))
    if not right or not Decimal(99) <= total <= Decimal(101):
        raise Broken("gift-sum", sum=spelling.plain(total))
    rule = block.ours.get("rule")
    wrong = {weight for weight in weights if weight <= 0}
    is_even = len({weights[at].quantize(Decimal("0.1")) for at in right}) == 1
    if rule != "map_response" and is_even and wrong <= {Decimal(0), -HUNDRED}:
        if Decimal(0) in wrong and rule is None:
            say("warning", "gift-free-wrong")
        known = rule if rule in ("cn_multi", "all_or_nothing") else "cn_multi"
        return replace(draft, kind="multiple", rule=known, key={"correct": [LETTERS[at] for at in right]})
    worth = {LETTERS[at]: spelling.plain(weight / HUNDRED * draft.marks) for at, weight in enumerate(weights) if weight}
    return replace(draft, kind="multiple", rule="map_response", key={"map": worth})


def _numeric(draft: Draft, answers: str, texts: Text, say: Callable[..., None]) -> Draft:
    if "=" in answers:
        found = [answer for answer in split(answers) if answer.is_right]
        best = next((answer for answer in found if answer.weight in (None, HUNDRED)), None)
        if best is None:
            raise Broken("gift-no-full-answer")
        if len(found) > 1:
            say("unknown", "gift-more-numbers", number=len(found) - 1)
        text, feedback = best.text, best.feedback
    else:
        text, _hash, feedback = answers.partition("#")
    draft = _explained(draft, [texts.plain(feedback)] if feedback.strip() else [], texts.locale)
    value, tolerance = _value(back(text).strip())
    units = [draft.unit] if draft.unit else []
    return replace(draft, kind="numeric", rule="numeric", key={"value": value, "tolerance": tolerance, "units": units})


def _value(text: str) -> tuple[str, str]:
    """Value and tolerance.

    >>> _value("3.14:0.01"), _value("1..5"), _value("1e2"), _value("1,000:5")
    (('3.14', '0.01'), ('3', '2'), ('100', '0'), ('1000', '5'))
    """
    text = normalize("NFKC", text)
    if span := _SPAN.match(text):
        low, high = sorted((Decimal(span[1]), Decimal(span[2])))
        return spelling.plain((low + high) / 2), spelling.plain((high - low) / 2)
    value, _colon, tolerance = text.partition(":")
    try:
        return spelling.plain(Decimal(number(value))), spelling.plain(abs(Decimal(number(tolerance.strip() or "0"))))
    except Unusable as fault:
        raise Broken("gift-number", text=text[:40]) from fault


def _matching(draft: Draft, answers: str, texts: Text) -> Draft:
    left: list[Line] = []
    right: dict[str, Line] = {}
    pairs: dict[str, str] = {}
    for piece in answers.split("=")[1:]:
        one, arrow, other = piece.partition("->")
        words, counterpart = texts.plain(one), texts.plain(other)
        if not arrow or not counterpart:
            raise Broken("gift-pair", text=back(piece).strip()[:40])
        line = right.setdefault(counterpart, Line(LETTERS.lower()[len(right) % 26], {texts.locale: counterpart}))
        if words:
            left.append(Line(str(len(left) + 1), {texts.locale: words}))
            pairs[left[-1].id] = line.id
    if len(left) < 2:
        raise Broken("too-few-choices", number=len(left), least=2)
    return replace(draft, kind="matching", rule="pairs", left=tuple(left), right=tuple(right.values()), key={"pairs": pairs})


def _short(draft: Draft, answers: str, texts: Text, has_gap: bool, block: Block) -> Draft:
    found = split(answers)
    if not found or not all(answer.is_right and answer.text for answer in found):
        raise Broken("gift-answers", text=back(answers)[:40])
    accepted = []
    for answer in found:
        weight = HUNDRED if answer.weight is None else answer.weight
        if weight > 0:
            share = {} if weight == HUNDRED else {"weight": spelling.plain(weight / HUNDRED)}
            accepted.append({"text": texts.plain(answer.text)} | share)
    feedback = [f"{texts.plain(answer.text)}: {texts.plain(answer.feedback)}" for answer in found if answer.feedback]
    draft = _explained(replace(draft, rule="text", key={"blanks": [accepted]}), feedback, texts.locale)
    stem = draft.stem[texts.locale]
    if block.ours.get("kind") == "fillin" and BLANK not in stem:
        stem = f"{stem}{BLANK}"
    is_gap = stem.count(BLANK) == 1 and (has_gap or block.ours.get("kind") != "short")
    return replace(draft, kind="fillin" if is_gap else "short", stem={texts.locale: stem})


def _explained(draft: Draft, feedback: list[str], locale: str) -> Draft:
    """The bank explains an item as a whole: what was said of single answers goes there too."""
    if not feedback:
        return draft
    words = "\n".join([*filter(None, [draft.explanation.get(locale, "")]), *feedback])
    return replace(draft, explanation={locale: words})


def _rubric(told: list[Any], marks: Decimal) -> list[dict[str, Any]]:
    """A marking scheme from our own comment; anything else in its place is none."""
    try:
        lines = [{"text": {str(k): str(v) for k, v in one["text"].items()}, "marks": str(Decimal(one["marks"]))} for one in told]
    except (KeyError, TypeError, AttributeError, ArithmeticError):
        return []
    return [{"part": "1", "area": "", "marks": spelling.plain(marks), "lines": lines}] if lines else []
