"""Bringing in the shipped samples: policies, awards, science bases. What an editor changed on the site is kept (core.shipped)."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from core.dates import today
from core.report import Report
from core.shipped import KEPT, decide
from talents.keeping import forget_kept_pages
from talents.models import Award, AwardDate, Closure, Policy, ScienceBase


@transaction.atomic
def load(folder: Path, report: Report) -> None:
    """Load `pages/policies.json`, `awards.json` and `bases.json`."""
    for given in shipped(folder, "policies", report):
        write(Policy, "policy", given["id"].lower(), _policy(given), report)
    for given in shipped(folder, "awards", report):
        award = write(Award, "award", given["id"].lower(), _award(given), report)
        if award is not None and not award.dates.exists():
            days = [(dt.date.fromisoformat(day["date"]), day["zh"], day["en"]) for day in given["calendar"]]
            AwardDate.objects.bulk_create(AwardDate(award=award, day=day, label=zh, label_en=en) for day, zh, en in days)
    for given in shipped(folder, "bases", report):
        base = write(ScienceBase, "base", given["id"].lower(), _base(given), report)
        for day in given["closed_days"] if base is not None else ():
            Closure.objects.get_or_create(base=base, day=dt.date.fromisoformat(day))
    forget_kept_pages()


def shipped(folder: Path, name: str, report: Report) -> list[dict[str, Any]]:
    path = folder / "pages" / f"{name}.json"
    if not path.exists():
        report.missing(name, path.name, "no file")
        return []
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def pair(given: dict[str, Any], **names: str) -> dict[str, Any]:
    """`title="title"`: the Chinese and the English value of a shipped field, under the names of the model's fields."""
    told: dict[str, Any] = {}
    for ours, theirs in names.items():
        told[ours], told[f"{ours}_en"] = given.get(f"{theirs}_zh") or "", given.get(f"{theirs}_en") or ""
    return told


def write(model: Any, kind: str, code: str, values: dict[str, Any], report: Report) -> Any:
    """Make or update one thing, unless an editor changed it; the thing as it stands now, or None when it was refused."""
    held = model.objects.filter(code=code).first()
    fresh = model(code=code, **values)
    try:
        fresh.full_clean(exclude=["code"] if held else None, validate_unique=not held, validate_constraints=not held)
    except ValidationError as reason:
        report.refused(kind, code, "; ".join(reason.messages))
        return None
    if held is None:
        fresh.content_sha256 = fresh.fingerprint
        fresh.published_on = today()
        fresh.save()
        report.accepted(kind, code)
        return fresh
    decision = decide(loaded=held.content_sha256, now=held.fingerprint, shipped=fresh.fingerprint, force=report.force)
    if decision == "write":
        for name, value in values.items():
            setattr(held, name, value)
        held.content_sha256 = fresh.fingerprint
        held.save()
        report.changed(kind, code, "text")
    elif decision == "keep":
        report.changed(kind, code, KEPT)
    else:
        report.same(kind, code)
    return held


def _policy(given: dict[str, Any]) -> dict[str, Any]:
    words = pair(
        given,
        title="title",
        issuer="issuer",
        audience="audience",
        benefit="benefit",
        how_to_apply="how_to_apply",
        deciding_office="deciding_office",
        notice="notice",
    )
    valid_to = given.get("valid_to")
    return words | {
        "number": given["number"],
        "valid_from": dt.date.fromisoformat(given["valid_from"]),
        "valid_to": dt.date.fromisoformat(valid_to) if valid_to else None,
        "rules": given["eligibility"],
        "source_url": given.get("source_url") or "",
    }


def _award(given: dict[str, Any]) -> dict[str, Any]:
    words = pair(given, name="name", organiser="organiser", cycle="cycle", who="who", criteria="criteria", notice="notice")
    return words | {
        "kind": given["kind"],
        "criteria_source": given["criteria_source"],
        "has_self_assessment": given["self_assessment"],
        "lessons": given["lessons"],
    }


def _base(given: dict[str, Any]) -> dict[str, Any]:
    """A shipped base is a sample: its review is none of ours, so it comes without one."""
    words = pair(
        given,
        name="name",
        host="host",
        theme="theme",
        description="description",
        address="address",
        accessibility="accessibility",
        safety_post="safety_officer_post",
        notice="notice",
    )
    return words | {
        "hours": given["opening"],
        "slots_per_day": given["slots_per_open_day"],
        "capacity": given["slot_capacity"],
        "group_min": given["group_min"],
        "age_min": given["age_min"],
        "age_max": given["age_max"],
        "is_free": given["free"],
    }
