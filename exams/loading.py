"""Loading the shipped exams: areas, rules and blueprints, the bank, and the sitting that is always open."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from core.clock import now
from core.report import Report
from core.shipped import KEPT
from exams import enmity, papers, sittings
from exams.banking import Bank
from exams.keys import Unfit
from exams.models import Area, BlueprintRow, Exam, ExamVersion, Item
from exams.models.exam import default_review_policy
from exams.questions import Question, read

# The public contest of Quality Month: never drawn into a paper.
CONTEST = "CONTEST"
TITLES = {
    "CQO": {"zh-hans": "首席质量官考试", "en": "Chief quality officer exam"},
    "QSD": {"zh-hans": "质量安全总监考试", "en": "Quality-safety director exam"},
    "QSO": {"zh-hans": "质量安全员考试", "en": "Quality-safety officer exam"},
}
LANGUAGES = ["zh-hans", "en"]


@transaction.atomic
def load(folder: Path, report: Report) -> None:
    """Everything of this room. A second run changes nothing."""
    blueprints = json.loads((folder / "blueprints.json").read_text(encoding="utf-8"))
    for code, shipped in blueprints.items():
        _load_areas(code, shipped["areas"], report)
        _load_exam(code, shipped, report)
    _load_bank(folder, {code: set(shipped["areas"]) for code, shipped in blueprints.items()}, report)
    enmity.load(folder / "enemies.json", report)
    # Spot checks (监督抽考): the areas and items of a credential under rules of their own; nobody walks into one.
    spot_checks = folder / "spot_checks.json"
    for code, shipped in json.loads(spot_checks.read_text(encoding="utf-8")).items() if spot_checks.exists() else ():
        _load_exam(code, shipped, report)
    for exam in Exam.objects.filter(code__in=blueprints):
        _open(exam, report)


def _load_areas(credential: str, areas: dict[str, list[str]], report: Report) -> None:
    for position, (code, (chinese, english)) in enumerate(areas.items(), 1):
        shipped = {"name": {"zh-hans": chinese, "en": english}, "position": position}
        area, created = Area.objects.get_or_create(credential=credential, code=code, defaults=shipped)
        key = f"{credential} {code}"
        if created:
            report.accepted("area", key)
        elif (area.name, area.position) == (shipped["name"], position):
            report.same("area", key)
        else:
            Area.objects.filter(pk=area.pk).update(**shipped)
            report.changed("area", key, "name or place")


def _load_exam(code: str, shipped: dict[str, Any], report: Report) -> None:
    """Publish the shipped rules as the next version, unless they hold already or others were published meanwhile."""
    known = {
        "credential": shipped.get("credential", code),
        "title": shipped.get("title") or TITLES[code],
        "kind": shipped.get("kind", Exam.Purpose.CERTIFICATION),
    }
    exam, _ = Exam.objects.get_or_create(code=code, defaults=known)
    version, rows = _rules(exam, shipped)
    version.content_sha256 = papers.rules_digest(version, rows)
    newest = exam.newest()
    if newest and newest.content_sha256 == version.content_sha256:
        report.same("exam", code)
        return
    if newest and newest.content_sha256 != exam.loaded_sha256 and not report.force:
        report.changed("exam", code, KEPT)
        return
    version.number = newest.number + 1 if newest else 1
    version.save()
    for row in rows:
        row.exam_version = version
    BlueprintRow.objects.bulk_create(rows)
    Exam.objects.filter(pk=exam.pk).update(loaded_sha256=version.content_sha256)
    if newest:
        report.changed("exam", code, f"version {version.number}")
    else:
        report.accepted("exam", code)


def _rules(exam: Exam, shipped: dict[str, Any]) -> tuple[ExamVersion, list[BlueprintRow]]:
    version = ExamVersion(
        exam=exam,
        duration_s=shipped["duration_min"] * 60,
        cut_score=_decimal(shipped["pass_mark"]),
        floors=shipped["floors"],
        area_floor_percent=shipped["area_floor_pct"],
        case_floor_percent=shipped["case_floor_pct"],
        max_attempts=shipped["attempts"],
        attempts_window_months=shipped["attempts_window_months"],
        cooling_off_days=shipped["cooling_off_days"],
        cooling_off_hours=shipped.get("cooling_off_hours"),
        languages=LANGUAGES,
        eligibility=_eligibility(exam, shipped),
        review_policy=shipped.get("review_policy") or default_review_policy(),
    )
    return version, [_row(place, cell) for place, cell in enumerate([*shipped["cells"], *shipped.get("cases", [])], 1)]


def _eligibility(exam: Exam, shipped: dict[str, Any]) -> dict[str, Any]:
    """A certification asks for its course and holds for years; whoever is to be checked on the spot just comes."""
    if exam.kind != Exam.Purpose.CERTIFICATION:
        return {}
    asked = {"track": shipped["track"]} if "track" in shipped else {}
    return {"course": exam.code, "validity_months": shipped["validity_years"] * 12, **asked}


def _row(position: int, shipped: dict[str, Any]) -> BlueprintRow:
    if "parts" in shipped:
        parts = [{"area": part["area"], "marks": str(part["points"])} for part in shipped["parts"]]
        marks = _decimal(shipped["points"])
        return BlueprintRow(position=position, item_kinds=["case"], count=shipped["count"], marks_each=marks, parts=parts)
    return BlueprintRow(
        position=position,
        section=shipped["area"],
        area=shipped["area"],
        item_kinds=["matching", "ordering"] if shipped["kind"] == "matching_ordering" else [shipped["kind"]],
        count=shipped["count"],
        marks_each=_decimal(shipped["points_each"]),
    )


def _decimal(number: float) -> Decimal:
    """A number from JSON as it was written, not as a binary fraction."""
    return Decimal(str(number))


def _load_bank(folder: Path, areas: dict[str, set[str]], report: Report) -> None:
    questions: dict[str, tuple[Question, str]] = {}
    fields_of = _fields_of_lessons(folder)
    for file, purpose in _files(folder):
        for place, raw in enumerate(json.loads(file.read_text(encoding="utf-8")), 1):
            code = raw.get("id") if isinstance(raw, dict) else None
            if not code or code in questions:
                report.refused("item", code or f"{file.name} no. {place}", "its code is taken" if code else "it has no code")
                continue
            try:
                questions[code] = read({"fields": fields_of.get(raw.get("objective", ""), []), **raw}, areas), purpose
            except Unfit as reason:
                report.refused("item", code, str(reason))
    bank = Bank(questions)
    for question, purpose in questions.values():
        bank.take(question, purpose, report)
    bank.write()


def _fields_of_lessons(folder: Path) -> dict[str, list[str]]:
    """The fields of quality of each lesson: a question that names none of its own is about those of its lesson."""
    syllabus = folder / "syllabus.json"
    lessons = json.loads(syllabus.read_text(encoding="utf-8"))["lessons"] if syllabus.exists() else []
    return {lesson["code"]: lesson.get("fields", []) for lesson in lessons}


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every file of questions with what it is for. What lessons ask by themselves is known to every learner: it is practised."""
    for file in sorted((folder / "questions").glob("*.json")):
        yield file, Item.Purpose.CONTEST if file.stem == CONTEST else Item.Purpose.EXAM
    for file in sorted((folder / "lessons").glob("*.check.json")):
        yield file, Item.Purpose.PRACTICE


def _open(exam: Exam, report: Report) -> None:
    """Keep one sitting open, where a paper can be drawn and marked without anyone's help."""
    version = exam.newest()
    if version is None:
        return
    try:
        sitting, created = sittings.open_standing(version, at=now())
    except sittings.CannotOpen as reason:
        report.missing("sitting", exam.code, str(reason))
        return
    if created:
        report.accepted("sitting", exam.code)
    else:
        report.same("sitting", f"{exam.code} {sitting.state}")
