"""Writing a QTI 3.0 package: a file for each item and language, and the manifest that says what they are.

The files of one item bear the same identifier and the same identifiers of choices; its enclosure stands in the manifest, where
foreign elements are allowed. Each file is held against the profile (item.rng, manifest.rng) before it leaves the house.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree
from lxml.builder import ElementMaker

from exams.exchange import enclosure
from exams.exchange.drafts import Draft, Finding, Place, Refused, Written
from exams.exchange.markup import Element, written
from exams.exchange.qti.items import item, media
from exams.exchange.qti.names import LOM, METADATA, PACKAGE, TAGS, identifier

DIFFICULTY = ("very easy", "easy", "medium", "difficult", "very difficult")
CATALOG = "haizhun"
# Every entry bears the same moment, so that the same items make the same bytes.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_INTERACTIONS = {
    "single": "choiceInteraction",
    "multiple": "choiceInteraction",
    "truefalse": "choiceInteraction",
    "fillin": "textEntryInteraction",
    "numeric": "textEntryInteraction",
    "matching": "matchInteraction",
    "ordering": "orderInteraction",
}
_m = ElementMaker(namespace=PACKAGE, nsmap={None: PACKAGE})
_lom = ElementMaker(namespace=LOM, nsmap={None: LOM})
_meta = ElementMaker(namespace=METADATA, nsmap={None: METADATA})


@dataclass(frozen=True)
class _File:
    """An item in one language, where it lies in the package."""

    name: str
    resource: str
    locale: str
    root: Element


def write(drafts: Sequence[Draft], locale: str) -> Written:
    """The items as one package, in every language they have."""
    names = _names(drafts)
    resources = _m.resources()
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    for number, (draft, name) in enumerate(zip(drafts, names, strict=True), 1):
        made = [_file(draft, tongue, name, number) for tongue in draft.locales]
        for file in made:
            check(file.root, "item", draft.code)
            files[file.name] = _bytes(file.root)
        if draft.picture:
            files[media(draft)] = draft.picture.data
        resources.extend(_resource(draft, file, made) for file in made)
        if draft.rule == "order_pairs":
            findings.append(Finding("unknown", Place(number, draft.code, "element"), "order-whole"))
    manifest = _m.manifest(_about(), _m.organizations(), resources, identifier="haizhun-items")
    check(manifest, "manifest", "")
    return Written(_zipped({"imsmanifest.xml": _bytes(manifest), **files}), tuple(findings))


def check(root: Element, profile: str, code: str) -> None:
    """Raise Refused unless the tree is valid by our profile: what is not never leaves."""
    schema = _schema(profile)
    if not schema.validate(root):
        fault = schema.error_log.last_error
        raise Refused("qti-invalid", item=code, fault=str(fault.message if fault else "")[:200])


@cache
def _schema(profile: str) -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(Path(__file__).parent / f"{profile}.rng"))


def _names(drafts: Sequence[Draft]) -> list[str]:
    """An identifier for each item, none twice."""
    names: list[str] = []
    taken: set[str] = set()
    for number, draft in enumerate(drafts, 1):
        name = identifier(draft.code, f"item-{number}")
        name = name if name not in taken else f"{name}-{number}"
        taken.add(name)
        names.append(name)
    return names


def _file(draft: Draft, locale: str, name: str, number: int) -> _File:
    tongue = TAGS.get(locale, locale)
    return _File(f"items/{number:05d}.{tongue}.xml", f"{name}.{tongue}", locale, item(draft, locale, name))


def _about() -> Element:
    return _m.metadata(_m.schema("QTI Package"), _m.schemaversion("3.0.0"))


def _resource(draft: Draft, file: _File, made: Sequence[_File]) -> Element:
    metadata = _m.metadata(_described(draft, file.locale), _typed(draft))
    if file is made[0]:
        metadata.append(enclosure.enclose(draft, [each.root for each in made]))
    attributes = {"identifier": file.resource, "type": "imsqti_item_xmlv3p0", "href": file.name}
    listed = [_m.file(href=name) for name in (file.name, media(draft)) if name]
    return _m.resource(metadata, *listed, **attributes)


def _described(draft: Draft, locale: str) -> Element:
    """Code, language, tags, difficulty, areas and lesson, as LOM has places for them."""
    general = _lom.general()
    if draft.code:
        general.append(_lom.identifier(_lom.catalog(CATALOG), _lom.entry(written(draft.code))))
    general.append(_lom.language(TAGS.get(locale, locale)))
    general.extend(_lom.keyword(_lom.string(written(tag))) for tag in draft.tags)
    difficulty = _lom.difficulty(_lom.source("LOMv1.0"), _lom.value(DIFFICULTY[min(max(draft.difficulty, 1), 5) - 1]))
    lom = _lom.lom(general, _lom.educational(difficulty))
    lom.extend(_classified("discipline", credential, area) for credential, area in draft.areas.items())
    if draft.objective:
        lom.append(_classified("educational objective", "lesson", draft.objective))
    return lom


def _classified(purpose: str, source: str, taxon: str) -> Element:
    return _lom.classification(
        _lom.purpose(_lom.source("LOMv1.0"), _lom.value(purpose)),
        _lom.taxonPath(_lom.source(_lom.string(written(source))), _lom.taxon(_lom.id(written(taxon)))),
    )


def _typed(draft: Draft) -> Element:
    return _meta.qtiMetadata(
        _meta.timeDependent("false"),
        _meta.composite("true" if draft.parts else "false"),
        _meta.interactionType(_INTERACTIONS.get(draft.kind, "extendedTextInteraction")),
        _meta.feedbackType("nonadaptive" if draft.explanation else "none"),
        _meta.solutionAvailable("false" if draft.rule == "manual" else "true"),
        _meta.toolName("Haizhun"),
    )


def _bytes(root: Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, data)
    return buffer.getvalue()
