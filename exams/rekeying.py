"""Rekeying (更正答案): from the key that holds and an answer that is right to the key that is to hold.

Answers that are accepted as well stand under `also`; accepted words join their blank.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.text import clean, fold
from exams.marking import FULL, VOID, mark, read_number
from exams.passing import NOUGHT

Key = Mapping[str, Any]
# Rules whose key is an answer; under the others an item can only be struck or given to everybody.
BY_ANSWER = ("match_correct", "all_or_nothing", "cn_multi", "pairs", "order_pairs", "text", "numeric")


class Unusable(ValueError):
    """The answer cannot be a key under this rule, or is one already."""


@dataclass(frozen=True)
class Cluster:
    """Answers that read the same in folded form and earn nothing: `count` papers wrote `sample` in blank `place`."""

    place: int
    folded: str
    sample: str
    count: int

    @property
    def name(self) -> str:
        return f"{self.place}:{self.folded}"


def revised(kind: str, rule: str, data: Key, answer: Any) -> tuple[str, dict[str, Any]]:
    """The rule and key after a correction of this kind.

    >>> revised("accept", "match_correct", {"correct": "B"}, "C")
    ('match_correct', {'correct': 'B', 'also': [{'correct': 'C'}]})
    >>> revised("rekey", "numeric", {"value": "1", "tolerance": "0.1", "units": ["mm"]}, "2 mm")
    ('numeric', {'value': '2', 'tolerance': '0.1', 'units': ['mm']})
    >>> revised("accept", "text", {"blanks": [[{"text": "授权"}]]}, ["委托"])
    ('text', {'blanks': [[{'text': '授权'}, {'text': '委托'}]]})
    >>> revised("full", "cn_multi", {"correct": ["A"]}, None)
    ('full', {'correct': ['A']})
    """
    if kind in (VOID, FULL):
        # What was right stays to be read, and to go back to.
        return kind, dict(data)
    if rule not in BY_ANSWER or answer is None:
        raise Unusable(rule)
    if kind == "rekey":
        return rule, _key(rule, data, answer)
    if mark(rule, data, answer, _ONE) == _ONE:
        raise Unusable("right already")
    if rule == "text":
        return rule, {**data, "blanks": [_joined(words, more) for words, more in zip(data["blanks"], answer, strict=True)]}
    return rule, {**data, "also": [*data.get("also", ()), _key(rule, data, answer)]}


def accepting(data: Key, chosen: Iterable[Cluster]) -> dict[str, Any]:
    """The key of a fill-in item with the words of these clusters accepted."""
    blanks = [list(words) for words in data["blanks"]]
    for cluster in chosen:
        blanks[cluster.place] = _joined(blanks[cluster.place], cluster.sample)
    return {**data, "blanks": blanks}


def clusters(data: Key, answers: Iterable[Any]) -> list[Cluster]:
    """What people wrote that is not accepted, by folded form, the most frequent first.

    >>> [(c.sample, c.count) for c in clusters({"blanks": [[{"text": "授权"}]]}, [["委托"], ["委 托 "], ["授权"], ["Ａ"], [" "]])]
    [('委托', 1), ('委 托', 1), ('Ａ', 1)]
    """
    accepted = [{fold(words["text"]) for words in blank} for blank in data["blanks"]]
    counts: Counter[tuple[int, str]] = Counter()
    samples: dict[tuple[int, str], str] = {}
    for answer in answers:
        for place, text in enumerate((answer if isinstance(answer, list) else [answer])[: len(accepted)]):
            folded = fold(text) if isinstance(text, str) else ""
            if folded and folded not in accepted[place]:
                counts[place, folded] += 1
                samples.setdefault((place, folded), clean(text))
    return [Cluster(place, folded, samples[place, folded], count) for (place, folded), count in counts.most_common()]


_ONE = NOUGHT + 1


def _key(rule: str, data: Key, answer: Any) -> dict[str, Any]:
    if rule == "text":
        if not all(map(clean, answer)):
            raise Unusable("a blank without words")
        return {"blanks": [[{"text": clean(text)}] for text in answer]}
    if rule == "numeric":
        number = read_number(str(answer), tuple(data.get("units", ())))
        if number is None:
            raise Unusable("no number")
        kept = {name: data[name] for name in ("tolerance", "relative", "units") if name in data}
        return {"value": f"{number:f}", **kept}
    field = {"pairs": "pairs", "order_pairs": "order"}.get(rule, "correct")
    return {field: answer}


def _joined(words: Sequence[Mapping[str, str]], more: str) -> list[Mapping[str, str]]:
    known = {fold(word["text"]) for word in words}
    return [*words, *([{"text": clean(more)}] if clean(more) and fold(more) not in known else [])]
