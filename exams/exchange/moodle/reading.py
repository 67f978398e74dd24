"""Reading Moodle XML: every question becomes a draft or a finding; nothing in the file passes unmentioned."""

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from exams.exchange import enclosure
from exams.exchange.drafts import Draft, Reading, Refused
from exams.exchange.markup import Account, Element, name_of, parse
from exams.exchange.moodle.kinds import KINDS
from exams.exchange.moodle.source import Source
from exams.exchange.notation import Unusable, blanked

_IGNORED = (
    *("penalty", "hidden", "correctfeedback", "partiallycorrectfeedback", "incorrectfeedback", "shownumcorrect", "hint"),
    *(
        "shuffleanswers",
        "showstandardinstruction",
        "modifierinfo",
        "stamp",
        "version",
        "generalfeedbackformat",
        "answernumbering",
    ),
)
# Texts Moodle puts there by itself: to leave them out loses nothing.
_USUAL = (
    *("", "0", "1", "true", "0.0000000", "0.1000000", "0.3333333", "1.0000000", "1.0", "0.33", "0.3333", "abc", "none"),
    *("Your answer is correct.", "Your answer is partially correct.", "Your answer is incorrect."),
    *("您的回答正确。", "您的回答部分正确。", "您的回答不正确。", "<p>Your answer is correct.</p>", "<p>回答正确。</p>"),
    *("<p>Your answer is partially correct.</p>", "<p>Your answer is incorrect.</p>", "答案正确", "部分正确", "答案错误"),
)
_USE = frozenset({"areas", "objective", "difficulty", "source", "tags", "purpose"})
_FIELD = re.compile(r"^(area|difficulty|lesson|used)=(.+)$")
_TOP = re.compile(r"^\$\w+\$/?(?:top/?)?")


def read(data: bytes, locale: str) -> Reading:
    """The questions of a Moodle XML file. `locale` is the language of questions that name none."""
    document = parse(data)
    root = document.root
    if name_of(root) != "quiz":
        raise Refused("moodle-root", tag=name_of(root)[:40])
    account = Account()
    if document.mended:
        account.say("warning", root, "xml-mended", count=document.mended)
    drafts: list[Draft] = []
    chapter = ""
    for element in root:
        kind = (element.get("type") or "").strip()
        if name_of(element) != "question":
            account.count("unknown", element, "element-unknown", path=f"quiz/{name_of(element)}")
        elif kind == "category":
            chapter = _chapter(element, account)
        elif draft := _draft(element, kind, account, locale):
            drafts.append(draft if not chapter or chapter in draft.tags or draft.areas else _tagged(draft, chapter))
    findings = tuple(account.findings())
    if not drafts and not findings:
        raise Refused("no-questions")
    return Reading(tuple(drafts), findings)


def _chapter(element: Element, account: Account) -> str:
    """The last name of a category's path. What else is said of a category is listed."""
    path = " ".join(element.xpath("string(category/text)").split())
    account.take(element.iter("category", "text", "idnumber"))
    info = element.find("info")
    if info is not None:
        account.take(info.iter())
        if "".join(info.itertext()).strip():
            account.count("unknown", info, "setting-ignored", name="category/info")
    account.leave(element)
    return _TOP.sub("", path).replace("//", "\0").split("/")[-1].replace("\0", "/").strip()


def _tagged(draft: Draft, chapter: str) -> Draft:
    return replace(draft, tags=(*draft.tags, chapter), untold=draft.untold - {"tags"})


def _draft(element: Element, kind: str, account: Account, locale: str) -> Draft | None:
    account.home = element
    source = Source(element, account, locale)
    enclosed, is_unchanged = _enclosed(source)
    if enclosed and is_unchanged:
        return enclosure.shown(enclosed, source.picture)
    if kind not in KINDS:
        code = "description-left" if kind == "description" else "type-unknown"
        account.say("unknown", element, code, type=kind[:40], question=source.name[:60])
        return None
    try:
        native = _native(source, kind)
    except Unusable as reason:
        account.say("unknown", element, reason.code, **{"question": source.name[:60], **reason.params})
        return None
    return enclosure.supplied(native, enclosed) if enclosed else native


def _enclosed(source: Source) -> tuple[Draft | None, bool]:
    """Our own draft of the question, if it is there, and whether the question is still as we wrote it."""
    found = source.element.find(enclosure.TAG)
    if found is None:
        return None, False
    source.account.take([found])
    try:
        draft, is_unchanged = enclosure.opened(found, [source.element], source.account.place(source.element))
    except enclosure.Broken:
        source.account.say("warning", found, "enclosure-broken", question=source.name[:60])
        return None, False
    if not is_unchanged:
        source.account.say("warning", source.element, "enclosure-edited", question=source.name[:60])
    return draft, is_unchanged


def _native(source: Source, kind: str) -> Draft:
    """The question as Moodle itself knows it."""
    account, element = source.account, source.element
    source.all("name")
    account.take(element.iterfind("name/text"))
    fields = KINDS[kind](source)
    tags, use = _tags(source)
    untold = _USE - {name for name, value in use.items() if value} - ({"tags"} if tags else set())
    if "stem" not in fields:
        fields["stem"] = {locale: blanked(text) for locale, text in source.text("questiontext").items()}
    if not any(fields["stem"].values()):
        raise Unusable("question-without-text")
    if "marks" not in fields:
        fields["marks"] = _marks(source)
    fields["explanation"] = _explanation(source)
    code = source.word("idnumber")
    source.ignore(_IGNORED, _USUAL)
    account.leave(element)
    return Draft(
        place=account.place(element),
        code=code,
        title=source.name,
        tags=tags,
        picture=source.picture,
        untold=untold | fields.pop("untold", set()),
        **use,
        **fields,
    )


def _marks(source: Source) -> Decimal:
    marks = source.number("defaultgrade", "1")
    if marks > 0:
        return marks.quantize(Decimal("0.01")).normalize() + 0
    source.account.count("warning", source.element, "no-marks")
    return Decimal(1)


def _explanation(source: Source) -> dict[str, str]:
    """The general feedback, and under it what was said to single answers."""
    general = source.text("generalfeedback")
    if not source.remarks:
        return general
    source.account.count("warning", source.element, "feedback-joined")
    said = {locale: [general.get(locale, "")] for locale in source.locales}
    for label, texts in source.remarks:
        for locale in source.locales:
            said[locale].append(f"{label}：{texts.get(locale, '')}" if label else texts.get(locale, ""))
    return {locale: "\n".join(line for line in lines if line) for locale, lines in said.items()}


def _tags(source: Source) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Tags, and what our own export says in tags because Moodle keeps those."""
    words: list[str] = []
    for tags in source.all("tags"):
        words += [source.word("text", tag) for tag in source.all("tag", tags)]
    fields = [match.groups() for word in words if (match := _FIELD.match(word))]
    return tuple(dict.fromkeys(word for word in words if word and not _FIELD.match(word))), _use(fields)


def _use(fields: Iterable[tuple[str, ...]]) -> dict[str, Any]:
    use: dict[str, Any] = {"areas": {}}
    for name, value in fields:
        credential, slash, area = value.partition("/")
        if name == "area" and slash:
            use["areas"][credential] = area
        elif name == "difficulty" and value.isdigit():
            use["difficulty"] = int(value[:2])
        elif name == "lesson":
            use["objective"] = value
        elif name == "used":
            use["purpose"] = value
    return use
