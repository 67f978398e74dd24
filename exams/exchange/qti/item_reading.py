"""One item file as a draft in one language; whatever in it nobody understands is counted."""

from decimal import Decimal

from lxml import etree

from exams.exchange.drafts import Draft
from exams.exchange.markup import Account, Element, path_of
from exams.exchange.notation import Unusable
from exams.exchange.qti import body, interactions
from exams.exchange.qti.declared import declared
from exams.exchange.qti.names import children, inside, kebab, tag


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_XHTML = _names(
    "p div span br hr b strong i em u sub sup ul ol li dl dt dd table caption colgroup col thead tbody tfoot tr th td "
    "blockquote pre code kbd samp var q cite abbr acronym address h1 h2 h3 h4 h5 h6 a img object param figure figcaption section "
    "article small big tt bdo bdi ruby rb rt rp label header footer main aside details summary picture source audio "
    "video track math"
)
_KNOWN = _names(
    "response-declaration correct-response value mapping map-entry outcome-declaration default-value item-body rubric-block "
    "content-body prompt choice-interaction simple-choice order-interaction match-interaction simple-match-set "
    "simple-associable-choice associate-interaction text-entry-interaction inline-choice-interaction inline-choice label "
    "extended-text-interaction response-processing modal-feedback feedback-block feedback-inline assessment-stimulus-ref "
    "stimulus-body stylesheet"
)
_ATTRIBUTES = _names(
    "identifier title adaptive time-dependent lang language label tool-name tool-version response-identifier cardinality "
    "base-type shuffle max-choices min-choices fixed match-max match-min max-associations min-associations default-value "
    "lower-bound upper-bound map-key mapped-value case-sensitive normal-minimum normal-maximum external-scored interpretation "
    "view use outcome-identifier show-hide template expected-length expected-lines placeholder-text format min-strings "
    "max-strings orientation href type class id style src alt width height schema-location colspan rowspan dir role scope "
    "required pattern-mask base string-identifier template-identifier field-identifier data longdesc name lang valign align "
    "border cellpadding cellspacing target rel media"
)
# Attributes that say how something looks.
_SILENT = ("data-", "aria-")


def read(root: Element, account: Account, locale: str) -> Draft:
    """The item as it stands, or Unusable."""
    bodies = children(root, "item-body")
    if not bodies:
        raise Unusable("no-interaction")
    if children(root, "template-declaration"):
        raise Unusable("template-item")
    _list(root, account)
    item = interactions.Item(root, bodies[0], declared(root), account, locale)
    fields = interactions.read(item)
    shown, _scorer = body.rubric(item.body, account)
    if "stem" not in fields:
        fields["stem"] = item.text(body.text_of(item.body, account))
    if shown:
        fields["stem"] = item.text("\n".join(filter(None, [shown, fields["stem"][locale]])))
    if not fields["stem"][locale]:
        raise Unusable("question-without-text")
    said = "\n".join(filter(None, [body.feedback(root, account), *_remarks(item)]))
    if root.get("adaptive") == "true":
        item.warn("adaptive-once")
    fields.setdefault("marks", item.declared.marks.quantize(Decimal("0.01")).normalize() + 0)
    title = " ".join((root.get("title") or "").split())
    return Draft(title=title, explanation=item.text(said) if said else {}, **fields)


def put_before(root: Element, passage: Element) -> None:
    """A shared passage goes in front of the item's own body."""
    for place in children(root, "item-body"):
        for text in reversed(inside(passage, "stimulus-body")):
            place.insert(0, text)


def take_out(image: Element) -> None:
    """Remove a picture and keep what follows it."""
    parent, before = image.getparent(), image.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (image.tail or "")
    else:
        parent.text = (parent.text or "") + (image.tail or "")
    image.tail = None
    parent.remove(image)


def _remarks(item: interactions.Item) -> list[str]:
    """What is said to single choices, under their letters."""
    found = []
    for remark in inside(item.body, "feedback-inline"):
        if text := body.text_of(remark, item.account, but=frozenset()):
            item.warn("feedback-joined")
            found.append(f"{remark.get('identifier') or ''}：{text}".lstrip("："))
    return found


def _list(element: Element, account: Account) -> None:
    """Elements and attributes nobody reads. Below an unknown element nothing more is said; processing is read, not listed."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = tag(child)
        if name not in _KNOWN and name not in _XHTML:
            # An interaction we do not have is named by whoever leaves the item out.
            if not name.endswith("-interaction"):
                account.count("unknown", child, "element-unknown", path=path_of(child))
            continue
        for attribute in child.attrib:
            plain = kebab(str(etree.QName(str(attribute)).localname))
            if plain not in _ATTRIBUTES and not plain.startswith(_SILENT):
                account.count("unknown", child, "attribute-unknown", path=path_of(child), name=plain)
        if name not in ("response-processing", "math", "prompt"):
            _list(child, account)
