"""The report of an import (导入报告), kept as data and told in whichever language its reader has."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from exams.exchange import fitness
from exams.exchange.drafts import Finding, Place
from exams.exchange.telling import Told, told, where
from exams.planning import Plan, Row

VERDICTS = {
    "new": pgettext_lazy("import", "New"),
    "changed": pgettext_lazy("import", "Changed"),
    "unchanged": pgettext_lazy("import", "Unchanged"),
    "refused": pgettext_lazy("import", "Refused"),
}
WHAT = {"wording": gettext_lazy("question wording"), "key": gettext_lazy("key"), "use": gettext_lazy("use")}
_RANK = {"refused": 0, "changed": 1, "new": 2, "unchanged": 3}


@dataclass(frozen=True)
class Line:
    """One item of the report, in words."""

    place: str
    code: str
    question: str
    verdict: str
    verdict_name: str
    what: str
    findings: tuple[Told, ...]

    @property
    def is_warned(self) -> bool:
        return any(finding.level != "error" for finding in self.findings)


def as_json(planned: Plan) -> dict[str, Any]:
    """A plan as it is kept beside its import."""
    return {"rows": [_row(row) for row in planned.rows], "findings": [_finding(one) for one in planned.findings]}


def _row(row: Row) -> dict[str, Any]:
    return {
        "place": asdict(row.draft.place),
        "code": row.draft.code,
        "question": fitness.shown(row.draft),
        "verdict": row.verdict,
        "what": list(row.what),
        "findings": [_finding(finding) for finding in row.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "level": finding.level,
        "place": asdict(finding.place),
        "code": finding.code,
        "params": {name: value if isinstance(value, int) else str(value) for name, value in finding.params.items()},
    }


def lines(report: dict[str, Any]) -> list[Line]:
    """Every item, what needs a look first: refused, then changed, then new, each with its warnings before those without."""
    told_rows = [_line(row) for row in report.get("rows", ())]
    return sorted(told_rows, key=lambda line: (_RANK[line.verdict], not line.is_warned))


def _line(row: dict[str, Any]) -> Line:
    return Line(
        place=where(Place(**row["place"])),
        code=row["code"],
        question=row["question"],
        verdict=row["verdict"],
        verdict_name=str(VERDICTS[row["verdict"]]),
        what=_(", ").join(str(WHAT[name]) for name in row["what"]),
        findings=tuple(told(_back(finding)) for finding in row["findings"]),
    )


def of_file(report: dict[str, Any]) -> list[Told]:
    """What concerns the file."""
    return told_all(map(_back, report.get("findings", ())))


def told_all(findings: Iterable[Finding]) -> list[Told]:
    """Findings in words, the same thing said once with all its places."""
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for finding in findings:
        one = told(finding)
        grouped.setdefault((one.level, one.reason, one.remedy), []).append(one.place)
    return [Told(level, _few(places), reason, remedy) for (level, reason, remedy), places in grouped.items()]


def _few(places: Iterable[str]) -> str:
    distinct = [place for place in dict.fromkeys(places) if place]
    shown = _(", ").join(distinct[:5])
    return _("%(places)s and %(number)s more") % {"places": shown, "number": len(distinct) - 5} if len(distinct) > 5 else shown


def _back(finding: dict[str, Any]) -> Finding:
    return Finding(finding["level"], Place(**finding["place"]), finding["code"], finding["params"])


def table(report: dict[str, Any]) -> list[list[str]]:
    """The whole report as rows of a table, headed; no cell is a formula."""
    heads = [_("Where in the file"), _("Item code"), _("Question"), _("Result"), _("What changes"), _("Remark"), _("What to do")]
    body = [
        [line.place, line.code, line.question, line.verdict_name, line.what, one.reason if one else "", one.remedy if one else ""]
        for line in lines(report)
        for one in (line.findings or (None,))
    ]
    file = [[one.place, "", "", "", "", one.reason, one.remedy] for one in of_file(report)]
    return [[str(cell) for cell in row] for row in (heads, *file, *body)]
