"""Bringing in the shipped samples of cases. What an editor changed on the site is kept (core.shipped)."""

from pathlib import Path
from typing import Any

from django.db import transaction

from cases.keeping import forget_kept_pages
from cases.models import CaseStudy
from core.report import Report
from organisations.models import Industry
from talents.loading import pair, shipped, write


@transaction.atomic
def load(folder: Path, report: Report) -> None:
    """Load `pages/cases.json`."""
    industries = {one.code: one for one in Industry.objects.all()}
    for given in shipped(folder, "cases", report):
        if given["industry"] not in industries:
            report.refused("case", given["id"], f"no such industry: {given['industry']}")
            continue
        write(CaseStudy, "case", given["id"].lower(), _values(given, industries[given["industry"]]), report)
    forget_kept_pages()


def _values(given: dict[str, Any], industry: Industry) -> dict[str, Any]:
    names = ("title", "summary", "problem", "approach", "result", "advice", "alias", "source")
    words = pair(given, **{name: name for name in names})
    for name, value in words.items():
        words[name] = "\n\n".join(value) if isinstance(value, list) else value
    return words | {
        "figures": "\n".join(" | ".join((row["zh"], row["unit_zh"], row["before"], row["after"])) for row in given["figures"]),
        "figures_en": "\n".join(" | ".join((row["en"], row["unit_en"], row["before"], row["after"])) for row in given["figures"]),
        "field": given["field"],
        "industry": industry,
        "method": given["method"],
        "year": given["year"],
        "lessons": given["lessons"],
        "licence": given["licence"],
        "is_sample": given["sample"],
    }
