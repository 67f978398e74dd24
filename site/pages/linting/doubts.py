"""Doubts (待核): what an editor has still to verify, counted. The count is kept in content/doubts.json and may only fall."""

import json
from collections.abc import Iterator
from pathlib import Path

from core.unverified import MARK
from pages.linting.reading import Finding, Shipped


def counted(shipped: Shipped) -> dict[str, int]:
    """How many: in Chinese and English lessons and pages by their marks, in the bank by `verify`."""
    told = dict.fromkeys(("lessons.zh", "lessons.en", "pages.zh", "pages.en"), 0)
    for text in shipped.lessons.values():
        told[f"lessons.{text.language}"] += len(MARK.findall(text.body))
    for text in shipped.pages:
        told[f"pages.{text.language}"] += len(MARK.findall(text.body))
    for shelf, questions in (("questions", shipped.questions), ("checks", shipped.checks)):
        told[shelf] = sum(item["verify"] for items in questions.values() for item in items)
    return told


def listed(shipped: Shipped) -> Iterator[tuple[str, str]]:
    """Each doubt: where it stands, and the line it stands in."""
    for text in shipped.texts:
        for line in text.body.splitlines():
            for _mark in MARK.finditer(line):
                yield text.name, line.strip().strip("|- ")
    for item in shipped.items:
        if item["verify"]:
            yield item["id"], item["source"]


def risen(shipped: Shipped) -> Iterator[Finding]:
    """More doubts than recorded, or fewer that nobody recorded: then they could rise again unseen."""
    now = counted(shipped)
    for name, number in now.items():
        kept = shipped.doubts.get(name, 0)
        if number > kept:
            yield Finding("doubts", name, f"{number}, and {kept} at most: verify before you ship")
        elif number < kept:
            yield Finding("doubts", name, f"{number} now, {kept} recorded: run lint_content --record")


def record(folder: Path, shipped: Shipped) -> dict[str, int]:
    """Write the count down; a part that has risen keeps its lower bound."""
    kept = shipped.doubts if (folder / "doubts.json").exists() else counted(shipped)
    told = {name: min(number, kept.get(name, number)) for name, number in counted(shipped).items()}
    (folder / "doubts.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return told
