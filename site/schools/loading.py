"""Bringing in the school pack: eighteen lessons in Chinese and English, as drafts of a sample school.

They are drafts, and stay so until two departments of the operator approve them: that is the rule they teach.
"""

from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction

from core.report import Report
from core.shipped import KEPT, decide, difference
from organisations.models import Industry
from schools.founding import found, index
from schools.models import LessonPackPage, SchoolPage
from schools.traits import Kind, Licence, Role, Stage, Subject, for_teachers

SCHOOL = "haizhun-editors"
_TITLES = {"zh-hans": "海准教研组（示例）", "en": "Haizhun editors (sample)"}
_STAGES = {"P": Stage.PRIMARY, "S": Stage.SECONDARY, "V": Stage.VOCATIONAL}
# The first of a plan's subjects that is told of here is its subject.
_SUBJECTS = {
    "科学": Subject.SCIENCE,
    "数学": Subject.MATHS,
    "语文": Subject.CHINESE,
    "道德与法治": Subject.MORALITY,
    "物理": Subject.PHYSICS,
    "信息科技": Subject.COMPUTING,
    "通用技术": Subject.TECHNOLOGY,
    "劳动": Subject.LABOUR,
    "综合实践": Subject.PRACTICE,
    "思想政治": Subject.POLITICS,
    "职业生涯规划": Subject.CAREER,
}
# Each plan as a page repeats what its head says in fields of its own.
_SUFFIX = {"zh-hans": "zh", "en": "en"}


class Unreadable(ValueError):
    """A plan without its head."""


def load(folder: Path, report: Report) -> None:
    """Load `pages/school/<code>.<zh|en>.md`. What an editor changed on the site is kept (core.shipped)."""
    files = sorted((folder / "pages" / "school").glob("*.zh.md"))
    if not files:
        return
    with transaction.atomic():
        found(slug=SCHOOL, stage=Stage.SECONDARY, titles=_TITLES)
        schools = {language: SchoolPage.objects.child_of(index(language)).get(slug=SCHOOL) for language in _TITLES}
        for path in files:
            code = path.name.split(".")[0]
            subject = _subject(path)
            for language, school in schools.items():
                _pack(path.with_name(f"{code}.{_SUFFIX[language]}.md"), code, subject, school, report)


def _pack(path: Path, code: str, subject: Subject, school: SchoolPage, report: Report) -> None:
    name = path.name.removesuffix(".md")
    try:
        values = read(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        report.missing("resource", name, "no file")
        return
    except (Unreadable, yaml.YAMLError, Industry.DoesNotExist) as reason:
        report.refused("resource", name, str(reason))
        return
    values |= {"stage": _STAGES[code[0]], "subject": subject, "rights_holder": school.title}
    try:
        _write(school, code, values, name, report)
    except ValidationError as reason:
        report.refused("resource", name, "; ".join(reason.messages))


def read(text: str) -> dict[str, Any]:
    """A plan's head (YAML between two `---`) and its Markdown, as values of a resource."""
    _before, head, body = [*text.split("---\n", 2), "", ""][:3]
    meta: Any = yaml.safe_load(head)
    if not isinstance(meta, dict) or not meta.get("title") or not body.strip():
        raise Unreadable("a head with a title and a text below it are needed")
    return {
        "title": str(meta["title"]),
        "kind": Kind.PLAN,
        "grades": str(meta.get("grade") or ""),
        "links": ("、" if meta.get("lang") == "zh-Hans" else ", ").join(meta.get("subject_links") or []),
        "minutes": int(meta["minutes"]),
        "licence": Licence(str(meta["licence"]).lower().replace(" ", "-")),
        "objectives": "\n".join(meta.get("objectives") or []),
        "materials": "\n".join(meta.get("materials") or []),
        "cost": str(meta.get("cost") or ""),
        "safety": str(meta.get("safety") or ""),
        "roles": for_teachers() + [role for role in Role.values if role in (meta.get("posts") or [])],
        "industry": Industry.objects.get(code=meta["industry"]) if meta.get("industry") else None,
        "cites": "；".join(meta.get("cites") or []),
        "text": body.strip(),
    }


def _subject(path: Path) -> Subject:
    links = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n", 2)[1]).get("subject_links") or []
    told = [_SUBJECTS[link.split("（")[0]] for link in links if link.split("（")[0] in _SUBJECTS]
    return told[0] if told else Subject.QUALITY


def _write(school: SchoolPage, code: str, values: dict[str, Any], name: str, report: Report) -> None:
    page = LessonPackPage.objects.child_of(school).filter(code=code).first()
    shipped = LessonPackPage(**values)
    is_new = page is None
    if page is not None and page.has_unpublished_changes:
        page = page.get_latest_revision_as_object()
    page = page or LessonPackPage(code=code, slug=code.lower(), locale=school.locale, live=False, **_twin_of(code))
    decision = decide(loaded=page.content_sha256, now=page.fingerprint, shipped=shipped.fingerprint, force=report.force or is_new)
    if decision == "same":
        report.same("resource", name)
        return
    if decision == "keep":
        report.changed("resource", name, KEPT, difference(_now(page, values), values))
        return
    told = [] if is_new else difference(_now(page, values), values)
    for field, value in values.items():
        setattr(page, field, value)
    page.content_sha256 = shipped.fingerprint
    if is_new:
        school.add_child(instance=page)
        report.accepted("resource", name)
    else:
        report.changed("resource", name, "a new draft", told)
    page.save_revision(log_action=False)


def _now(page: LessonPackPage, values: dict[str, Any]) -> dict[str, Any]:
    return {field: page.industry and str(page.industry) if field == "industry" else getattr(page, field) for field in values}


def _twin_of(code: str) -> dict[str, Any]:
    key = LessonPackPage.objects.filter(code=code).values_list("translation_key", flat=True).first()
    return {"translation_key": key} if key else {}
