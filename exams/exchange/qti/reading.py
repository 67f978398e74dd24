"""Reading a QTI package: the manifest says which files are items; files of one item in several languages become one draft."""

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from exams.exchange import enclosure, guards, images
from exams.exchange.drafts import LOCALES, Draft, Finding, Line, Part, Picture, Reading, Refused
from exams.exchange.markup import Account, Element, name_of, parse
from exams.exchange.notation import Unusable
from exams.exchange.qti import described, item_reading
from exams.exchange.qti.names import attribute, children, inside, language, tag

_MANIFEST = "imsmanifest.xml"
_TESTS = ("imsqti_test", "imsqti_section", "imsqti_outcome", "imsqti_rptemplate", "associatedcontent", "controlfile", "extension")
_LONGEST_CODE = 40
USE = frozenset({"areas", "objective", "difficulty", "source", "tags", "purpose"})


@dataclass(frozen=True)
class _File:
    """One item file with what the manifest says of it."""

    name: str
    root: Element
    resource: Element | None
    account: Account
    locale: str
    archive: guards.Archive | None = None

    @property
    def identifier(self) -> str:
        return attribute(self.root, "identifier")


def read(data: bytes, locale: str) -> Reading:
    """The items of a package, or of a single item file. `locale` is the language of items that name none of ours."""
    if not guards.is_archive(data):
        return _single(data, locale)
    archive = guards.Archive(data, guards.PACKAGE)
    account = Account(_MANIFEST)
    manifest, folder = _manifest(archive)
    files = list(_loose(archive, account, locale) if manifest is None else _files(archive, manifest, folder, account, locale))
    if not files and (old := next((name for name in archive.names if _is_of_version_1(archive, name)), "")):
        raise Refused("qti-1", tag=posixpath.basename(old)[:40])
    if not files and manifest is None:
        raise Refused("qti-no-manifest")
    drafts, findings = _drafts(files)
    findings = [*account.findings(), *findings]
    if not drafts and not findings:
        raise Refused("no-questions")
    return Reading(tuple(drafts), tuple(findings))


def _is_of_version_1(archive: guards.Archive, name: str) -> bool:
    """Whether a file holds questions as QTI 1.2 has them, as Canvas and Blackboard pack them."""
    return name.endswith((".xml", ".dat")) and b"<questestinterop" in archive.read(name)[:4000]


def _loose(archive: guards.Archive, account: Account, locale: str) -> Iterator[_File]:
    """The items of a package without a manifest: whichever of its files is one."""
    for name in sorted(name for name in archive.names if name.endswith(".xml")):
        document = parse(archive.read(name), name)
        if tag(document.root) == "assessment-item":
            account.count("warning", document.root, "qti-loose")
            yield _File(name, document.root, None, Account(name), language(document.root, locale), archive)


def _single(data: bytes, locale: str) -> Reading:
    root = parse(data).root
    if tag(root) != "assessment-item":
        raise Refused("qti-1" if name_of(root) == "questestinterop" else "qti-root", tag=name_of(root)[:40])
    drafts, findings = _drafts([_File("", root, None, Account(), language(root, locale))])
    return Reading(tuple(drafts), tuple(findings))


def _manifest(archive: guards.Archive) -> tuple[Element | None, str]:
    """The manifest, if there is one, and the folder it lies in: some systems pack the folder, not what is in it."""
    found = sorted((name for name in archive.names if posixpath.basename(name) == _MANIFEST), key=lambda name: name.count("/"))
    if not found:
        return None, ""
    root = parse(archive.read(found[0]), found[0]).root
    if name_of(root) != "manifest":
        raise Refused("qti-root", tag=name_of(root)[:40])
    return root, posixpath.dirname(found[0])


def _files(archive: guards.Archive, manifest: Element, folder: str, account: Account, locale: str) -> Iterator[_File]:
    """The item files the manifest names, each once."""
    seen: set[str] = set()
    names: set[str] = set()
    for resource in manifest.iter("{*}resource"):
        identifier, kind = resource.get("identifier") or "", (resource.get("type") or "").lower()
        if identifier and identifier in names:
            account.say("error", resource, "qti-repeated", name=identifier[:60])
            continue
        names.add(identifier)
        if not kind.startswith("imsqti_") or kind.startswith(_TESTS) or "stimulus" in kind:
            account.count("unknown", resource, "resource-left", type=kind[:40] or "—")
            continue
        if "v1p" in kind:
            raise Refused("qti-1", tag=kind[:40])
        path = posixpath.normpath(posixpath.join(folder, _base(resource), unquote(resource.get("href") or "").replace("\\", "/")))
        if path not in archive.names:
            account.say("error", resource, "missing-entry", name=path[:80])
        elif path not in seen:
            seen.add(path)
            yield from _file(archive, path, resource, account, locale)


def _base(resource: Element) -> str:
    return unquote(resource.get("{http://www.w3.org/XML/1998/namespace}base") or "")


def _file(archive: guards.Archive, path: str, resource: Element, account: Account, locale: str) -> Iterator[_File]:
    """The file if it holds an item; a passage it refers to is put in its place."""
    document = parse(archive.read(path), path)
    if tag(document.root) != "assessment-item":
        account.say("unknown", resource, "qti-no-item", name=path[:80], tag=name_of(document.root)[:40])
        return
    own = Account(path)
    if document.mended:
        own.say("warning", document.root, "xml-mended", count=document.mended)
    for reference in children(document.root, "assessment-stimulus-ref"):
        where = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(attribute(reference, "href"))))
        if where in archive.names:
            item_reading.put_before(document.root, parse(archive.read(where), where).root)
        else:
            own.say("warning", reference, "missing-passage", name=where[:80])
    yield _File(path, document.root, resource, own, described.language(resource) or language(document.root, locale), archive)


def _drafts(files: Sequence[_File]) -> tuple[list[Draft], list[Finding]]:
    drafts: list[Draft] = []
    for group in _groups(files):
        if draft := _draft(group):
            drafts.append(draft)
    findings = [finding for file in files for finding in file.account.findings()]
    return drafts, findings


def _groups(files: Iterable[_File]) -> list[list[_File]]:
    """Files with one identifier and different languages are one item; the same language again is another item."""
    groups: dict[str, list[list[_File]]] = {}
    order: list[list[_File]] = []
    for file in files:
        same = groups.setdefault(file.identifier or file.name, [])
        home = next((group for group in same if file.locale not in {other.locale for other in group}), None)
        if home is None:
            if same:
                file.account.say("warning", file.root, "identifier-repeated", name=file.identifier[:60])
            home = []
            same.append(home)
            order.append(home)
        home.append(file)
    return [sorted(group, key=lambda file: LOCALES.index(file.locale)) for group in order]


def _draft(group: Sequence[_File]) -> Draft | None:
    enclosed, is_unchanged = _enclosed(group)
    picture = _picture(group)
    if enclosed and is_unchanged:
        return enclosure.shown(enclosed, picture)
    read_ones: list[Draft] = []
    for file in group:
        try:
            native = item_reading.read(file.root, file.account, file.locale)
        except Unusable as reason:
            file.account.say("unknown", file.root, reason.code, question=attribute(file.root, "title")[:60], **reason.params)
            continue
        use = described.read(file.resource)
        read_ones.append(replace(native, **use, **_code(file), untold=native.untold | (USE - {n for n, v in use.items() if v})))
    if not read_ones:
        return None
    draft = read_ones[0]
    for other in read_ones[1:]:
        if _shape(other) != _shape(draft):
            group[-1].account.say("warning", group[-1].root, "languages-differ", question=draft.title[:60])
            continue
        draft = _together(draft, other)
    draft = replace(draft, picture=picture)
    return enclosure.supplied(draft, enclosed) if enclosed else draft


def _picture(group: Sequence[_File]) -> Picture | None:
    """The first picture of an item, with its words in each language. It leaves the body: its words are no part of the text."""
    found = [(file, image) for file in group for body in children(file.root, "item-body") for image in inside(body, "img")]
    if not found:
        return None
    source = found[0][1].get("src") or ""
    data = images.inline(source) or _media(found[0][0], source)
    if not data or not images.ending(data) or len(data) > images.LARGEST:
        return None
    alt: dict[str, str] = {}
    for file, image in found:
        if (image.get("src") or "") == source:
            alt.setdefault(file.locale, (image.get("alt") or "").strip())
            item_reading.take_out(image)
    return Picture(data, {locale: words for locale, words in alt.items() if words})


def _media(file: _File, source: str) -> bytes | None:
    path = posixpath.normpath(posixpath.join(posixpath.dirname(file.name), unquote(source)))
    return file.archive.read(path) if file.archive and path in file.archive.names else None


def _code(file: _File) -> dict[str, Any]:
    """The code the manifest names, else the identifier where it may be one."""
    entry = described.code(file.resource)
    name = entry or (file.identifier if len(file.identifier) <= _LONGEST_CODE else "")
    return {"code": name, "place": file.account.place(file.root)}


def _enclosed(group: Sequence[_File]) -> tuple[Draft | None, bool]:
    """Our own draft of the item, if the manifest has it, and whether its files are still as we wrote them."""
    for file in group:
        found = None if file.resource is None else next(file.resource.iter(enclosure.TAG), None)
        if found is None:
            continue
        try:
            draft, is_unchanged = enclosure.opened(found, [each.root for each in group], file.account.place(file.root))
        except enclosure.Broken:
            file.account.say("warning", file.root, "enclosure-broken", question=file.identifier[:60])
            return None, False
        if not is_unchanged:
            file.account.say("warning", file.root, "enclosure-edited", question=file.identifier[:60])
        return draft, is_unchanged
    return None, False


def _shape(draft: Draft) -> tuple[Any, ...]:
    """What must be the same in every language."""
    names = tuple(tuple(line.id for line in side) for side in (draft.choices, draft.left, draft.right))
    rubric = [(part["part"], [line["marks"] for line in part["lines"]]) for part in draft.rubric]
    key = {name: value for name, value in draft.key.items() if name != "units"}
    return draft.kind, draft.rule, names, tuple(part.id for part in draft.parts), rubric, key


def _together(one: Draft, other: Draft) -> Draft:
    """Two languages of one item."""

    def lines(mine: Sequence[Line], theirs: Sequence[Line]) -> tuple[Line, ...]:
        return tuple(replace(a, text={**a.text, **b.text}) for a, b in zip(mine, theirs, strict=True))

    parts: tuple[Part, ...] = tuple(replace(a, text={**a.text, **b.text}) for a, b in zip(one.parts, other.parts, strict=True))
    rubric = tuple({**a, "lines": _schemes(a["lines"], b["lines"])} for a, b in zip(one.rubric, other.rubric, strict=True))
    return replace(
        one,
        stem={**one.stem, **other.stem},
        choices=lines(one.choices, other.choices),
        left=lines(one.left, other.left),
        right=lines(one.right, other.right),
        parts=parts,
        rubric=rubric,
        explanation={**one.explanation, **other.explanation},
    )


def _schemes(mine: Sequence[Any], theirs: Sequence[Any]) -> list[dict[str, Any]]:
    return [{**a, "text": {**a["text"], **b["text"]}} for a, b in zip(mine, theirs, strict=True)]
