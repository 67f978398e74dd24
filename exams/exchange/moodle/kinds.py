"""What each of Moodle's question types is in our bank. A reader takes a Source and returns the fields of a Draft."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from exams.exchange import richtext, schemes
from exams.exchange.drafts import Line, Part
from exams.exchange.markup import Element
from exams.exchange.moodle import cloze
from exams.exchange.moodle.source import Source
from exams.exchange.notation import BLANK, Unusable, blanked, letters, number, plain

Fields = dict[str, Any]
HUNDRED = Decimal(100)
PARTS = re.compile(r'<ol class="haizhun-parts">(.*?)</ol>', re.S)
_PART = re.compile(r'<li value="([^"]+)">\((\d+(?:\.\d+)?)\) (.*?)</li>', re.S)
_GAP = re.compile(r"\[\[(\d+)\]\]")


def multichoice(source: Source) -> Fields:
    answers = source.all("answer")
    ids = letters(len(answers))
    is_fixed = bool(source.element.xpath("shuffleanswers")) and not source.is_true("shuffleanswers")
    texts = [source.texts(answer) for answer in answers]
    worth = dict(zip(ids, map(source.fraction, answers), strict=True))
    source.ignore(["answernumbering", "showstandardinstruction"], ("abc", "ABCD", "ABC", "123", "none", "0", "1", ""))
    for letter, answer in zip(ids, answers, strict=True):
        source.remark(letter, answer)
    fields: Fields = {"choices": tuple(Line(letter, text, is_fixed) for letter, text in zip(ids, texts, strict=True))}
    # Without the switch it is single choice, as in Moodle itself.
    is_multiple = bool(source.element.xpath("single")) and not source.is_true("single")
    return fields | (_multiple(source, worth) if is_multiple else _single(source, worth))


def _single(source: Source, worth: dict[str, Decimal]) -> Fields:
    best = [choice for choice, value in worth.items() if value > 0 and value == max(worth.values())]
    if len(best) != 1:
        raise Unusable("moodle-right-ones", number=len(best))
    if worth[best[0]] != HUNDRED or any(value > 0 for choice, value in worth.items() if choice != best[0]):
        source.account.count("warning", source.element, "weights-left")
    return {"kind": "single", "rule": "match_correct", "key": {"correct": best[0]}}


def _multiple(source: Source, worth: dict[str, Decimal]) -> Fields:
    right = {choice: value for choice, value in worth.items() if value > 0}
    if not right:
        raise Unusable("moodle-right-ones", number=0)
    if max(right.values()) - min(right.values()) > Decimal("0.1"):
        marks = source.number("defaultgrade", "1") or Decimal(1)
        exact = {choice: (value * marks / HUNDRED).quantize(Decimal("0.0001")) for choice, value in worth.items() if value}
        worths = {choice: plain(value) for choice, value in exact.items()}
        return {"kind": "multiple", "rule": "map_response", "key": {"map": worths}}
    source.account.count("warning", source.element, "rule-ours")
    return {"kind": "multiple", "rule": "cn_multi", "key": {"correct": sorted(right)}, "untold": {"rule"}}


def truefalse(source: Source) -> Fields:
    answers = source.all("answer")
    worth = {source.word("text", answer).lower(): source.fraction(answer) for answer in answers}
    right = [word for word, value in worth.items() if value > 0]
    if len(right) != 1 or right[0] not in ("true", "false"):
        raise Unusable("moodle-right-ones", number=len(right))
    for word, answer in zip(worth, answers, strict=False):
        source.remark({"true": "√", "false": "×"}.get(word, word), answer)
    return {"kind": "truefalse", "rule": "match_correct", "key": {"correct": right[0] == "true"}}


def shortanswer(source: Source) -> Fields:
    """A stem with a blank is fill-in, one without a short answer marked by its words."""
    accepted = []
    for answer in source.all("answer"):
        source.remark(source.word("text", answer), answer)
        if (worth := source.fraction(answer)) > 0:
            accepted += [_accepted(source, answer, word, worth) for word in source.words(answer)]
    if source.is_true("usecase"):
        source.account.count("warning", source.element, "case-folded")
    stem = source.text("questiontext")
    if not accepted:
        raise Unusable("moodle-right-ones", number=0)
    in_blank = bool(stem) and all(blanked(text).count(BLANK) == 1 for text in stem.values())
    return {"kind": "fillin" if in_blank else "short", "rule": "text", "key": {"blanks": [accepted]}}


def _accepted(source: Source, answer: Element, word: str, worth: Decimal) -> dict[str, str]:
    if re.search(r"(?<!\\)\*", word):
        source.account.say("warning", answer, "wildcard-answer", word=word[:60])
    return _word(word.replace(r"\*", "*"), worth)


def _word(text: str, worth: Decimal) -> dict[str, str]:
    return {"text": text} if worth == HUNDRED else {"text": text, "weight": plain(worth / HUNDRED)}


def numerical(source: Source) -> Fields:
    answers = [(source.fraction(answer), answer) for answer in source.all("answer")]
    numbers = [(worth, answer, source.word("text", answer)) for worth, answer in answers]
    right = [(answer, word) for worth, answer, word in numbers if worth == HUNDRED and word != "*"]
    if len(right) != 1:
        raise Unusable("moodle-right-ones", number=len(right))
    for worth, answer, word in numbers:
        source.remark(word, answer)
        source.all("tolerance", answer)
        if worth > 0 and answer is not right[0][0]:
            source.account.say("warning", answer, "answer-left", word=word[:60])
    units = _units(source)
    source.ignore(
        ["unitgradingtype", "unitpenalty", "showunits", "unitsleft", "instructions"], ("", "0", "3", "0.1", "0.1000000")
    )
    tolerance = number(source.word("tolerance", right[0][0]) or "0")
    key = {"value": number(right[0][1]), "tolerance": tolerance, "units": units}
    return {"kind": "numeric", "rule": "numeric", "unit": units[0] if units else "", "key": key}


def _units(source: Source) -> list[str]:
    found = []
    for units in source.all("units"):
        for unit in source.all("unit", units):
            name = source.word("unit_name", unit)
            if Decimal(number(source.word("multiplier", unit) or "1")) == 1:
                found.append(name)
            else:
                source.account.say("warning", unit, "unit-left", unit=name[:40])
    return [name for name in found if name]


def matching(source: Source) -> Fields:
    left: list[Line] = []
    right: dict[tuple[tuple[str, str], ...], str] = {}
    pairs = {}
    for child in source.all("subquestion"):
        question, answers = source.texts(child), source.all("answer", child)
        match = source.texts(answers[0]) if answers else {}
        if not any(match.values()):
            raise Unusable("moodle-pair", question=next(iter(question.values()), "")[:40])
        to = right.setdefault(tuple(match.items()), letters(len(right) + 1)[-1].lower())
        if any(question.values()):
            left.append(Line(str(len(left) + 1), question))
            pairs[left[-1].id] = to
    lines = tuple(Line(letter, dict(text)) for text, letter in right.items())
    source.ignore(["shuffleanswers"], ("true", "1"))
    return {"kind": "matching", "rule": "pairs", "left": tuple(left), "right": lines, "key": {"pairs": pairs}}


def ordering(source: Source) -> Fields:
    """The lines stand in the right order, or `fraction` numbers them."""
    answers = source.all("answer")
    places = [source.fraction(answer) for answer in answers]
    if len(set(places)) == len(places):
        answers = [answer for _place, answer in sorted(zip(places, answers, strict=True), key=lambda pair: pair[0])]
    ids = letters(len(answers))
    for letter, answer in zip(ids, answers, strict=True):
        source.remark(letter, answer)
    source.ignore(["layouttype", "selecttype", "selectcount", "gradingtype", "showgrading", "numberingstyle"], _ORDERING)
    choices = tuple(Line(letter, source.texts(answer)) for letter, answer in zip(ids, answers, strict=True))
    return {"kind": "ordering", "rule": "order_pairs", "choices": choices, "key": {"order": ids}}


_ORDERING = (
    *("VERTICAL", "HORIZONTAL", "ALL", "RELATIVE_ALL_PREVIOUS_AND_NEXT", "SHOW", "HIDE"),
    *("none", "abc", "ABCD", "123", "0", "1", "2", "3", "4", "5", "6", ""),
)


def essay(source: Source) -> Fields:
    """Marked by a person along `graderinfo`; with our own list of parts in the text it is a case."""
    marks = source.number("defaultgrade", "1") or Decimal(1)
    source.ignore(_ESSAY, ("", "0", "1", "-1", "editor", "plain", "10", "15"))
    info = source.text("graderinfo")
    html = source.html("questiontext")
    parts = _parts(source, html)
    rubric = schemes.read(info, marks, parts) if info else None
    if rubric is None and not parts:
        if not info:
            source.account.count("warning", source.element, "no-scheme")
        rubric = schemes.whole(info or dict.fromkeys(source.locales, ""), marks)
    if rubric is None:
        source.account.count("warning", source.element, "parts-lost")
        return {"kind": "short", "rule": "manual", "rubric": schemes.whole(info or dict.fromkeys(source.locales, ""), marks)}
    if not parts:
        return {"kind": "short", "rule": "manual", "rubric": rubric}
    stem = {locale: source.plain(PARTS.sub("", said)) for locale, said in html.items()}
    return {"kind": "case", "rule": "manual", "rubric": rubric, "parts": parts, "stem": stem}


_ESSAY = (
    *("responseformat", "responserequired", "responsefieldlines", "minwordlimit", "maxwordlimit", "attachments"),
    *("attachmentsrequired", "maxbytes", "filetypeslist", "responsetemplate"),
)


def _parts(source: Source, html: dict[str, str]) -> tuple[Part, ...]:
    found = {locale: [_PART.findall(block) for block in PARTS.findall(said)] for locale, said in html.items()}
    lists = {locale: blocks[0] for locale, blocks in found.items() if len(blocks) == 1}
    shapes = {tuple((number, marks) for number, marks, _text in lines) for lines in lists.values()}
    if len(lists) != len(html) or len(shapes) != 1:
        return ()
    return tuple(
        Part(number, {locale: source.plain(lines[place][2]) for locale, lines in lists.items()}, Decimal(marks))
        for place, (number, marks) in enumerate(next(iter(shapes)))
    )


def multianswer(source: Source) -> Fields:
    """Fill-in where every blank takes words, a number or one of a list; a single number with its tolerance is a calculation."""
    read = {locale: cloze.read(html, BLANK) for locale, html in source.html("questiontext").items()}
    languages = list(read.values())
    blanks = languages[0][1] if languages else []
    if any(len(others) != len(blanks) for _stem, others in languages) or not blanks:
        raise Unusable("cloze-blanks")
    if strange := sorted({blank.kind for _stem, all_blanks in languages for blank in all_blanks} - {"words", "number", "choice"}):
        raise Unusable("cloze-kind", kind=strange[0])
    fields: Fields = {"stem": {locale: source.plain(stem) for locale, (stem, _blanks) in read.items()}}
    if len(blanks) == 1 and blanks[0].kind == "number" and len([a for a in blanks[0].answers if a.worth > 0]) == 1:
        right = next(answer for answer in blanks[0].answers if answer.worth > 0)
        key = {"value": number(right.text), "tolerance": number(right.tolerance or "0"), "units": []}
        return fields | {"kind": "numeric", "rule": "numeric", "key": key}
    _told_blanks(source, blanks)
    together = [[blank for _stem, others in languages for blank in (others[place],)] for place in range(len(blanks))]
    accepted = [_gathered(answer for blank in same for answer in blank.answers) for same in together]
    if not all(accepted):
        raise Unusable("moodle-right-ones", number=0)
    marks = sum((blank.marks for blank in blanks), Decimal(0))
    return fields | {"kind": "fillin", "rule": "text", "key": {"blanks": accepted}, "marks": marks or Decimal(1)}


def _told_blanks(source: Source, blanks: list[cloze.Blank]) -> None:
    """What is said of single answers goes on; what our blanks have no room for is told."""
    for blank in blanks:
        for answer in blank.answers:
            if answer.feedback:
                source.remarks.append((answer.text, dict.fromkeys(source.locales, answer.feedback)))
    offered = [answer for blank in blanks if blank.kind == "choice" for answer in blank.answers]
    if offered:
        _told_gaps(source, [richtext.from_html(answer.text)[0] for answer in offered if answer.worth <= 0])
    if any(answer.tolerance.strip("0.") for blank in blanks for answer in blank.answers):
        source.account.say("warning", source.element, "tolerance-left")
    if len({blank.marks for blank in blanks}) > 1:
        source.account.count("warning", source.element, "blank-weights-left")


def _gathered(answers: Iterable[cloze.Answer]) -> list[dict[str, str]]:
    words = {richtext.from_html(answer.text)[0]: answer.worth for answer in answers if answer.worth > 0}
    return [_word(text, worth) for text, worth in words.items() if text]


def gaps(source: Source) -> Fields:
    """Words to be put into gaps [[1]]: read as fill-in; the words offered beside the right ones are left out, and listed."""
    options = source.all("selectoption") or source.all("dragbox")
    for option in options:
        source.take_all(option, "group", "infinite")
    words = [source.words(option) for option in options]
    html = source.html("questiontext")
    asked = [[int(number) for number in _GAP.findall(said)] for said in html.values()]
    if not asked or not asked[0] or any(numbers != asked[0] for numbers in asked) or max(asked[0]) > len(words):
        raise Unusable("gap-numbers")
    left = [word for place, said in enumerate(words, 1) if place not in asked[0] for word in said]
    _told_gaps(source, left)
    stem = {locale: source.plain(_GAP.sub(BLANK, said)) for locale, said in html.items()}
    blanks = [[{"text": word} for word in words[number - 1]] for number in asked[0]]
    source.ignore(["shuffleanswers"], ("true", "1", "0"))
    return {"kind": "fillin", "rule": "text", "key": {"blanks": blanks}, "stem": stem}


def _told_gaps(source: Source, left: Iterable[str]) -> None:
    source.account.say("warning", source.element, "gaps-as-blanks", left="、".join(filter(None, left))[:120] or "—")


KINDS: dict[str, Callable[[Source], Fields]] = {
    "multichoice": multichoice,
    "truefalse": truefalse,
    "shortanswer": shortanswer,
    "numerical": numerical,
    "matching": matching,
    "match": matching,
    "ordering": ordering,
    "essay": essay,
    "cloze": multianswer,
    "multianswer": multianswer,
    "gapselect": gaps,
    "ddwtos": gaps,
}
