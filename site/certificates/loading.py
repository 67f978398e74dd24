"""Bringing the schemes in: their numbers from blueprints.json, their words from certificates.json,
their demands from requirements.json.
"""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from certificates.models import Scheme, SchemeVersion
from core.dates import today
from core.report import Report
from core.shipped import KEPT, decide, digest

_FIELDS = (
    "title_zh",
    "title_zh_hant",
    "title_en",
    "wording",
    "disclaimer",
    "validity_months",
    "grace_days",
    "requirements",
    "renewal",
)


@transaction.atomic
def load(folder: Path, report: Report) -> None:
    """Load every scheme. A changed shipment is a new version; one that an operator published is left in force."""
    numbers = json.loads((folder / "blueprints.json").read_text(encoding="utf-8"))
    words = json.loads((folder / "certificates.json").read_text(encoding="utf-8"))
    demands = json.loads((folder / "requirements.json").read_text(encoding="utf-8"))
    for code, blueprint in numbers.items():
        if code in words["schemes"]:
            shared = {"disclaimer": words["disclaimer"], "renewal": words["renewal"], "demands": demands.get(code, {})}
            own = {**shared, **words["schemes"][code]}
            _scheme(code, blueprint, own, report)
        else:
            report.missing("scheme", code, "no words in certificates.json")


def _scheme(code: str, blueprint: dict[str, Any], own: dict[str, Any], report: Report) -> None:
    scheme, _created = Scheme.objects.get_or_create(
        code=code, defaults={"exam_code": code, "name_zh": own["name"]["zh-hans"], "name_en": own["name"]["en"]}
    )
    values = _values(blueprint, own)
    latest = scheme.versions.order_by("-number").first()
    now = digest(_told(latest)) if latest else ""
    shipped = digest(values)
    match decide(loaded=latest.content_sha256 if latest else "", now=now, shipped=shipped, force=report.force):
        case "same":
            report.same("scheme", code)
        case "keep":
            report.changed("scheme", code, KEPT)
        case "write":
            _publish(scheme, latest, {**values, "content_sha256": shipped}, report)


def _told(version: SchemeVersion) -> dict[str, Any]:
    """What a version says. One from before Traditional titles says nothing of them, as its digest does not."""
    values = {name: getattr(version, name) for name in _FIELDS}
    return values if version.title_zh_hant else {name: values[name] for name in _FIELDS if name != "title_zh_hant"}


def _publish(scheme: Scheme, latest: SchemeVersion | None, values: dict[str, Any], report: Report) -> None:
    number = latest.number + 1 if latest else 1
    version = SchemeVersion(scheme=scheme, number=number, effective_from=today(), **values)
    try:
        version.full_clean()
    except ValidationError as problem:
        report.refused("scheme", scheme.code, "; ".join(problem.messages))
        return
    version.save()
    if latest is None:
        report.accepted("scheme", scheme.code)
    else:
        report.changed("scheme", scheme.code, f"version {number}")


def _values(blueprint: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    return {
        "title_zh": own["title"]["zh-hans"],
        "title_zh_hant": own["title"]["zh-hant"],
        "title_en": own["title"]["en"],
        "wording": own["wording"],
        "disclaimer": own["disclaimer"],
        "validity_months": 12 * blueprint["validity_years"],
        "grace_days": own.get("grace_days", 180),
        "requirements": {"training_hours": blueprint["training_hours"], "pass_mark": blueprint["pass_mark"], **own["demands"]},
        "renewal": renewal_of(blueprint, own["renewal"], own),
    }


def renewal_of(blueprint: dict[str, Any], shared: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """The rules of renewal (renewal_rules.Rules): the scheme's hours, and what holds for all schemes."""
    return {
        "hours": blueprint["continuing_hours"],
        "yearly": blueprint["continuing_hours_yearly"],
        "areas": {"law": blueprint["continuing_hours_law"]},
        "profiles": own.get("profiles", {}),
        **shared,
    }
