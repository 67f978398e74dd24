"""Loading the shipped enemy groups (互斥题组): which items give each other away, as their reviewers found."""

import json
from collections.abc import Iterable
from pathlib import Path

from core.report import Report
from core.shipped import KEPT, decide, digest
from exams.models import EnemyGroup, Item


def load(file: Path, report: Report) -> None:
    """Every group of the file, where there is one. A second run changes nothing (3 queries)."""
    shipped = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
    ids = dict(Item.objects.filter(code__in=[code for group in shipped for code in group["items"]]).values_list("code", "pk"))
    known = {group.name: group for group in EnemyGroup.objects.prefetch_related("items")}
    for group in shipped:
        for code in group["items"]:
            if code not in ids:
                report.missing("enemy group", group["name"], f"no item {code}")
        _take(group["name"], group["reason"], {code: ids[code] for code in group["items"] if code in ids}, known, report)


def _take(name: str, reason: str, items: dict[str, int], known: dict[str, EnemyGroup], report: Report) -> None:
    wanted, group = _digest(reason, items), known.get(name)
    if group is None:
        group = EnemyGroup.objects.create(name=name, reason=reason, loaded_sha256=wanted)
        group.items.set(items.values())
        report.accepted("enemy group", name)
        return
    present = _digest(group.reason, (item.code for item in group.items.all()))
    decision = decide(loaded=group.loaded_sha256, now=present, shipped=wanted, force=report.force)
    if decision == "same":
        report.same("enemy group", name)
    elif decision == "keep":
        report.changed("enemy group", name, KEPT)
    else:
        group.reason, group.loaded_sha256 = reason, wanted
        group.save()
        group.items.set(items.values())
        report.changed("enemy group", name, "reason or items")


def _digest(reason: str, codes: Iterable[str]) -> str:
    return digest(reason, sorted(codes))
