"""Writing Moodle XML: each item as the question type nearest to it, its languages in multilang spans, its enclosure beside.

What Moodle's type cannot do is a finding, item by item; the enclosure keeps it for the way back.
"""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from html import escape
from itertools import chain, groupby

from lxml import etree

from exams.exchange import enclosure, images, multilang, richtext, schemes
from exams.exchange.drafts import Draft, Finding, Line, Place, Text, Written, said
from exams.exchange.markup import Element, written
from exams.exchange.moodle import cloze
from exams.exchange.moodle.kinds import HUNDRED
from exams.exchange.notation import BLANK, plain

Findings = list[tuple[str, dict[str, object]]]
_TAG_LENGTH = 50  # Moodle cuts longer ones
_TYPES = {
    "single": "multichoice",
    "multiple": "multichoice",
    "truefalse": "truefalse",
    "numeric": "numerical",
    "matching": "matching",
    "ordering": "ordering",
    "case": "essay",
}


def write(drafts: Sequence[Draft], locale: str) -> Written:
    """The items as one Moodle XML file, a category for each credential and area they come from."""
    quiz = etree.Element("quiz")
    findings: list[Finding] = []
    for chapter, members in groupby(sorted(enumerate(drafts), key=_order), key=lambda pair: _chapter(pair[1])):
        if chapter:
            _leaf(_sub(etree.SubElement(quiz, "question", type="category"), "category"), f"$course$/top/{chapter}")
        for _place, draft in members:
            said_of: Findings = []
            quiz.append(_question(draft, said_of))
            place = Place(len(quiz), draft.code, "element")
            findings += [Finding("unknown", place, code, params) for code, params in said_of]
    etree.indent(quiz)
    return Written(etree.tostring(quiz, encoding="UTF-8", xml_declaration=True), tuple(findings))


def _order(pair: tuple[int, Draft]) -> tuple[str, int]:
    return _chapter(pair[1]), pair[0]


def _chapter(draft: Draft) -> str:
    credential, area = next(iter(sorted(draft.areas.items())), ("", ""))
    return f"{credential}/{area}" if area else ""


def _question(whole: Draft, findings: Findings) -> Element:
    kind = _type(whole)
    draft = _narrowed(whole, findings) if kind == "cloze" else whole
    question = etree.Element("question", type=kind)
    _leaf(_sub(question, "name"), draft.title or draft.code or said(draft.stem, "zh-hans")[:60])
    _asked(_sub(question, "questiontext"), draft, _stem(draft, kind))
    _html(_sub(question, "generalfeedback"), _shown(draft, draft.explanation))
    _bare(question, "defaultgrade", plain(draft.marks))
    _bare(question, "penalty", "0")
    _bare(question, "hidden", "0")
    _bare(question, "idnumber", draft.code)
    _WRITERS[kind](question, draft, findings)
    _write_tags(question, draft)
    question.append(enclosure.enclose(whole, [question]))
    return question


def _narrowed(draft: Draft, findings: Findings) -> Draft:
    """The item in one language: a cloze has its blanks within the text, and a second language would double them."""
    first, *others = draft.locales
    if others:
        findings.append(("cloze-one-language", {}))
    return replace(draft, stem={first: draft.stem[first]})


def _type(draft: Draft) -> str:
    if draft.kind in _TYPES:
        return _TYPES[draft.kind]
    if draft.rule != "text":
        return "essay"
    return "cloze" if draft.kind == "fillin" and draft.blanks > 1 else "shortanswer"


def _asked(holder: Element, draft: Draft, stem: Mapping[str, str]) -> None:
    """The question, its picture under it and the bytes beside."""
    if draft.picture is None:
        _html(holder, stem)
        return
    name = f"picture.{images.ending(draft.picture.data) or 'png'}"
    alt = {locale: escape(said(draft.picture.alt, locale)) for locale in stem}
    _html(holder, {code: f'{html}<br><img src="@@PLUGINFILE@@/{name}" alt="{alt[code]}">' for code, html in stem.items()})
    file = etree.SubElement(holder, "file", name=name, path="/", encoding="base64")
    file.text = base64.b64encode(draft.picture.data).decode()


def _stem(draft: Draft, kind: str) -> dict[str, str]:
    """The question's HTML by language, with the parts of a case or the blanks of a cloze within it."""
    shown = _shown(draft, draft.stem)
    if draft.parts:
        return {locale: html + _parts(draft, locale) for locale, html in shown.items()}
    if kind != "cloze":
        return {locale: html.replace(BLANK, "_____") for locale, html in shown.items()}
    locale, html = next(iter(shown.items()))
    for blank in draft.key["blanks"]:
        html = html.replace(BLANK, cloze.write([_answer(word) for word in blank]), 1)
    return {locale: html}


def _answer(word: Mapping[str, str]) -> cloze.Answer:
    return cloze.Answer(richtext.to_html(word["text"]), Decimal(word.get("weight", "1")) * HUNDRED)


def _parts(draft: Draft, locale: str) -> str:
    lines = (
        f'<li value="{part.id}">({plain(part.marks)}) {richtext.to_html(said(part.text, locale))}</li>' for part in draft.parts
    )
    return f'<ol class="haizhun-parts">{"".join(lines)}</ol>'


def _multichoice(question: Element, draft: Draft, findings: Findings) -> None:
    _bare(question, "single", "true" if draft.kind == "single" else "false")
    fixed = [line.last for line in draft.choices]
    _bare(question, "shuffleanswers", "false" if all(fixed) else "true")
    _bare(question, "answernumbering", "ABCD")
    if any(fixed) and not all(fixed):
        findings.append(("last-left", {}))
    if draft.rule in ("cn_multi", "all_or_nothing"):
        findings.append(("rule-left", {}))
    worth = _worth(draft)
    for line in draft.choices:
        answer = _sub(question, "answer")
        answer.set("fraction", worth[line.id])
        _html(answer, _shown(draft, line.text))


def _worth(draft: Draft) -> dict[str, str]:
    """Hundredths for each choice. Several right ones share them; a wrong tick takes all away, as near as Moodle comes."""
    ids = [line.id for line in draft.choices]
    if draft.rule == "map_response":
        return {i: _share(Decimal(str(draft.key["map"].get(i, 0))) / draft.marks) for i in ids}
    if draft.kind == "single":
        return {i: "100" if i == draft.key["correct"] else "0" for i in ids}
    right = set(draft.key["correct"])
    return {i: _share(1 / Decimal(len(right))) if i in right else "-100" for i in ids}


def _share(part: Decimal) -> str:
    """Moodle refuses a share it does not know: five decimals, as it writes them itself."""
    return plain((part * HUNDRED).quantize(Decimal("0.00001")))


def _truefalse(question: Element, draft: Draft, findings: Findings) -> None:
    for word in ("true", "false"):
        answer = _sub(question, "answer")
        answer.set("fraction", "100" if draft.key["correct"] is (word == "true") else "0")
        answer.set("format", "moodle_auto_format")
        _leaf(answer, word)


def _shortanswer(question: Element, draft: Draft, findings: Findings) -> None:
    _bare(question, "usecase", "0")
    for word in draft.key["blanks"][0]:
        answer = _sub(question, "answer")
        answer.set("fraction", _share(Decimal(word.get("weight", "1"))))
        answer.set("format", "plain_text")
        _leaf(answer, word["text"].replace("*", r"\*"))


def _numerical(question: Element, draft: Draft, findings: Findings) -> None:
    key = draft.key
    tolerance = max(Decimal(key.get("tolerance", "0")), abs(Decimal(key["value"])) * Decimal(key.get("relative", "0")))
    answer = _sub(question, "answer")
    answer.set("fraction", "100")
    answer.set("format", "plain_text")
    _leaf(answer, key["value"])
    _bare(answer, "tolerance", plain(tolerance))
    if units := list(dict.fromkeys([unit for unit in (draft.unit, *key.get("units", ())) if unit])):
        holder = _sub(question, "units")
        for name in units:
            unit = _sub(holder, "unit")
            _bare(unit, "multiplier", "1")
            _bare(unit, "unit_name", name)
        for name, value in (("unitgradingtype", "0"), ("unitpenalty", "0.1"), ("showunits", "3"), ("unitsleft", "0")):
            _bare(question, name, value)


def _matching(question: Element, draft: Draft, findings: Findings) -> None:
    _bare(question, "shuffleanswers", "true")
    right: dict[str, Line] = {line.id: line for line in draft.right}
    pairs: Mapping[str, str] = draft.key["pairs"]
    for line in draft.left:
        _pair(question, draft, line.text, right[pairs[line.id]].text)
    for line in draft.right:
        if line.id not in pairs.values():
            _pair(question, draft, {}, line.text)


def _pair(question: Element, draft: Draft, left: Text, right: Text) -> None:
    holder = _sub(question, "subquestion")
    _html(holder, _shown(draft, left))
    _leaf(_sub(holder, "answer"), multilang.write(_shown(draft, right)))


def _ordering(question: Element, draft: Draft, findings: Findings) -> None:
    for name, value in (("layouttype", "VERTICAL"), ("selecttype", "ALL"), ("selectcount", "0")):
        _bare(question, name, value)
    _bare(question, "gradingtype", "RELATIVE_ALL_PREVIOUS_AND_NEXT")  # pair by pair, as ours
    findings.append(("order-left", {}))
    texts = {line.id: line.text for line in draft.choices}
    for place, choice in enumerate(draft.key["order"], 1):
        answer = _sub(question, "answer")
        answer.set("fraction", f"{place}.0000000")
        _html(answer, _shown(draft, texts[choice]))


def _essay(question: Element, draft: Draft, findings: Findings) -> None:
    for name, value in (("responseformat", "plain"), ("responserequired", "1"), ("responsefieldlines", "15")):
        _bare(question, name, value)
    scheme = {locale: richtext.to_html(schemes.write(draft.rubric, locale)) for locale in draft.locales}
    _html(_sub(question, "graderinfo"), scheme)


def _no_answers(question: Element, draft: Draft, findings: Findings) -> None:
    """Those of a cloze stand in its text."""


_WRITERS: dict[str, Callable[[Element, Draft, Findings], None]] = {
    "multichoice": _multichoice,
    "truefalse": _truefalse,
    "shortanswer": _shortanswer,
    "numerical": _numerical,
    "matching": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "cloze": _no_answers,
}


def _write_tags(question: Element, draft: Draft) -> None:
    """Moodle keeps tags where it drops our enclosure: they carry area, difficulty, lesson and use through it."""
    use = [f"area={credential}/{area}" for credential, area in draft.areas.items()]
    use += [f"difficulty={draft.difficulty}"]
    use += [f"lesson={draft.objective}"] if draft.objective else []
    use += [f"used={draft.purpose}"] if draft.purpose else []
    tags = _sub(question, "tags")
    for word in chain(draft.tags, use):
        if len(word) <= _TAG_LENGTH:
            _leaf(_sub(tags, "tag"), word)


def _shown(draft: Draft, text: Text) -> dict[str, str]:
    """A text as HTML in each language of the item; nothing where it is empty."""
    return {locale: richtext.to_html(said(text, locale)) for locale in draft.locales} if text else {}


def _sub(parent: Element, name: str) -> Element:
    return etree.SubElement(parent, name)


def _bare(parent: Element, name: str, value: str) -> None:
    _sub(parent, name).text = written(value)


def _leaf(parent: Element, value: str) -> None:
    _bare(parent, "text", value)


def _html(parent: Element, texts: Mapping[str, str]) -> None:
    parent.set("format", "html")
    _leaf(parent, multilang.write(texts))
