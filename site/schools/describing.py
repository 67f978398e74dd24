"""A resource in the words of others: schema.org for search engines, LOM for libraries (GB/T 21365), a citation."""

from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree as ET

from django.conf import settings
from django.utils.translation import gettext as _

from cms.templatetags.ui import chinese
from schools.models import LessonPackPage
from schools.traits import SPELT, Kind, Role, Stage

_LOM = "http://ltsc.ieee.org/xsd/LOM"
# LOM's own vocabulary (IEEE 1484.12.1, 5.2 and 5.6).
_LOM_KIND = {Kind.SLIDES: "slide", Kind.FIGURES: "table", Kind.SHEET: "exercise", Kind.GRID: "questionnaire"}
_LOM_STAGE = {Stage.HIGHER: "higher education", Stage.VOCATIONAL: "training"}


def resource(page: LessonPackPage, twins: Iterable[LessonPackPage] = ()) -> dict[str, Any]:
    """For search engines. `twins`: the same resource in other languages."""
    address, languages = settings.SITE_URL + page.get_url(), [SPELT[one] for one in page.written_in]
    told: dict[str, Any] = {
        "@type": "LearningResource",
        "@id": address,
        "url": address,
        "name": chinese(page.title),
        "description": chinese(page.lead),
        "inLanguage": languages[0] if len(languages) == 1 else languages,
        "isAccessibleForFree": True,
        "learningResourceType": str(page.get_kind_display()),
        "educationalLevel": f"{page.get_stage_display()} {chinese(page.grades)}".strip(),
        "about": _about(page),
        "timeRequired": f"PT{page.minutes}M",
        "teaches": [chinese(one) for one in page.objective_list],
        "copyrightHolder": {"@type": "Organization", "name": chinese(page.holder)},
        "version": str(page.edition),
        "audience": [{"@type": "EducationalAudience", "educationalRole": role} for role in _roles(page)],
    }
    if others := [_twin(one) for one in twins]:
        told["workTranslation"] = others
    if page.licence_address:
        told["license"] = page.licence_address
    if page.keywords:
        told["keywords"] = chinese(page.keywords)
    if page.approved_on:
        told["datePublished"] = page.approved_on.isoformat()
    return told


def _twin(page: LessonPackPage) -> dict[str, Any]:
    address = settings.SITE_URL + page.get_url()
    return {"@type": "LearningResource", "@id": address, "url": address, "inLanguage": [SPELT[one] for one in page.written_in]}


def _about(page: LessonPackPage) -> Any:
    subject = str(page.get_subject_display())
    if not page.industry:
        return subject
    term = {"@type": "DefinedTerm", "name": chinese(str(page.industry)), "termCode": page.industry.code}
    return [subject, term | {"inDefinedTermSet": str(_("Industry"))}]


def _roles(page: LessonPackPage) -> list[str]:
    """In schema.org's own word for teachers; posts of quality by their names."""
    told = [value if value == Role.TEACHER else str(Role(value).label) for value in page.roles if value in Role.values]
    return told or [Role.TEACHER.value]


def citation(page: LessonPackPage) -> str:
    """As a teacher writes it under what he takes over (GB/T 7714 in its order)."""
    told = {
        "holder": page.holder,
        "title": page.title,
        "kind": page.get_kind_display(),
        "edition": page.edition,
        "year": page.approved_on.year if page.approved_on else "",
        "address": settings.SITE_URL + page.get_url(),
    }
    return _("%(holder)s. %(title)s [%(kind)s]. Edition %(edition)s, %(year)s. %(address)s") % told


def lom(page: LessonPackPage) -> bytes:
    """The same as LOM XML."""
    ET.register_namespace("", _LOM)
    root = ET.Element(f"{{{_LOM}}}lom")
    language = SPELT[page.locale.language_code]
    general = _under(root, "general")
    _worded(general, "title", page.title, language)
    for one in page.written_in:
        _under(general, "language").text = SPELT[one]
    _worded(general, "description", page.lead, language)
    for word in page.keywords.replace("、", "，").replace(",", "，").split("，"):
        if word.strip():
            _worded(general, "keyword", word.strip(), language)
    cycle = _under(root, "lifeCycle")
    _worded(cycle, "version", str(page.edition), language)
    _under(root, "technical", "format").text = "text/html"
    education = _under(root, "educational")
    _term(education, "learningResourceType", _LOM_KIND.get(Kind(page.kind), "lecture"))
    # LOM knows no posts: who holds one, or prepares for it, learns with the resource, in training.
    if Role.TEACHER in page.roles or not page.roles:
        _term(education, "intendedEndUserRole", "teacher")
    if page.posts:
        _term(education, "intendedEndUserRole", "learner")
    contexts = [_LOM_STAGE.get(Stage(page.stage), "school"), *(["training"] if page.posts else [])]
    for context in dict.fromkeys(contexts):
        _term(education, "context", context)
    time = _under(education, "typicalLearningTime")
    _under(time, "duration").text = f"PT{page.minutes}M"
    rights = _under(root, "rights")
    _term(rights, "cost", "no")
    _term(rights, "copyrightAndOtherRestrictions", "yes")
    _worded(rights, "description", f"{page.holder}, {page.get_licence_display()} {page.licence_address}".strip(), language)
    if page.industry:
        _classified(root, "discipline", _("Industry"), page.industry.code, chinese(str(page.industry)), language)
    for value in page.roles:
        if value in Role.values and value != Role.TEACHER:
            _classified(root, "competency", _("Post"), value, str(Role(value).label), language)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _classified(root: ET.Element, purpose: str, source: str, code: str, words: str, language: str) -> None:
    """LOM's own place for what it has no field for (9 Classification): whose list, which entry."""
    node = _under(root, "classification")
    _term(node, "purpose", purpose)
    path = _under(node, "taxonPath")
    _worded(path, "source", source, language)
    taxon = _under(path, "taxon")
    _under(taxon, "id").text = code
    _worded(taxon, "entry", words, language)


def _under(parent: ET.Element, *names: str) -> ET.Element:
    for name in names:
        parent = ET.SubElement(parent, f"{{{_LOM}}}{name}")
    return parent


def _worded(parent: ET.Element, name: str, text: str, language: str) -> None:
    string = _under(parent, name, "string")
    string.set("language", language)
    string.text = text


def _term(parent: ET.Element, name: str, value: str) -> None:
    node = _under(parent, name)
    _under(node, "source").text = "LOMv1.0"
    _under(node, "value").text = value
