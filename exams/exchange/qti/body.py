"""The words of an item: its body as our plain text, a blank where something is typed, nothing where something is chosen."""

from html import escape

from lxml import etree

from exams.exchange import richtext
from exams.exchange.markup import Account, Element
from exams.exchange.notation import BLANK, blanked
from exams.exchange.qti.names import attribute, children, tag

# Interactions that stand within a line.
INLINE = {"text-entry-interaction", "inline-choice-interaction"}
_GAPS = {"gap"}
# Shown at other times, or to others; read apart from the body.
_APART = {"rubric-block", "feedback-block", "feedback-inline", "modal-feedback", "catalog-info", "stylesheet", "simple-choice"}
_APART |= {"simple-match-set", "simple-associable-choice", "gap-text", "gap-img", "inline-choice", "script", "style"}
_TRANSPARENT = {"prompt", "content-body", "item-body", "stimulus-body", "template-block", "template-inline", "hottext"}


def text_of(element: Element, account: Account, *, but: frozenset[str] = frozenset(_APART)) -> str:
    """The plain text of an element; what has no counterpart in it is counted."""
    text, unknown = richtext.from_html(_inner(element, but))
    for name in sorted(unknown):
        account.count("unknown", element, "markup-dropped", tag=name)
    return blanked(text)


def words_of(element: Element, account: Account) -> str:
    """The text of a choice, on one line."""
    return " ".join(text_of(element, account, but=frozenset({"feedback-inline"})).split("\n"))


def rubric(body: Element, account: Account) -> tuple[str, str]:
    """What rubric blocks say to candidates, and what to those who mark."""
    said: dict[bool, list[str]] = {True: [], False: []}
    for block in body.iter():
        if isinstance(block.tag, str) and tag(block) == "rubric-block":
            views = set(attribute(block, "view", "candidate").split())
            is_for_marker = bool(views & {"scorer", "author", "proctor", "tutor", "testConstructor"}) and "candidate" not in views
            said[is_for_marker].append(text_of(block, account, but=frozenset()))
    return "\n".join(filter(None, said[False])), "\n".join(filter(None, said[True]))


def feedback(root: Element, account: Account) -> str:
    """Everything an item says afterwards, in order: what is shown once the answer is in, is explanation to us."""
    found = [
        text_of(block, account, but=frozenset())
        for block in root.iter()
        if isinstance(block.tag, str) and tag(block) in ("modal-feedback", "feedback-block")
    ]
    return "\n".join(dict.fromkeys(filter(None, found)))


def _inner(element: Element, but: frozenset[str]) -> str:
    out = [escape(element.text or "", quote=False)]
    for child in element:
        if isinstance(child.tag, str):
            out.append(_outer(child, but))
        out.append(escape(child.tail or "", quote=False))
    return "".join(out)


def _outer(element: Element, but: frozenset[str]) -> str:
    name = tag(element)
    if name in but:
        return ""
    if name in INLINE or name in _GAPS:
        return BLANK
    if name.endswith("-interaction") or name in _TRANSPARENT:
        return f"<div>{_inner(element, but)}</div>" if name != "hottext" else _inner(element, but)
    shown = str(etree.QName(element).localname).lower()
    alt = escape(element.get("alt") or "")
    return f'<{shown} alt="{alt}">' if shown in ("img", "br", "hr") else f"<{shown}>{_inner(element, but)}</{shown}>"


def prompt_of(interaction: Element, account: Account) -> str:
    return "\n".join(text_of(prompt, account) for prompt in children(interaction, "prompt"))
