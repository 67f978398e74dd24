"""Planning an import (导入预检): what taking a file into the bank would do, row by row, before anything is written.

Bounded queries whatever the size of the file: six, and one more for the wordings that new ones are compared with.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from accounts.models import User
from exams import illustrating
from exams.exchange import fitness, likeness
from exams.exchange.drafts import Draft, Finding, Level, Place, Reading, draft_of
from exams.languages import SOURCE
from exams.models import AnswerKey, Area, Item, ItemVersion, Proposal
from exams.nearness import Shelf, groups, wording
from exams.nearness import likeness as alike
from exams.questions import Question

# Below this share of common groups a known code stands for another question altogether.
STRANGE = 0.15
VERDICTS = ("new", "changed", "unchanged", "refused")


@dataclass(frozen=True)
class Known:
    """An item of the bank as an import meets it. `draft`: what it says now, or what is proposed for it."""

    item: Item
    draft: Draft | None
    version: ItemVersion | None = None
    key: AnswerKey | None = None
    undecided: Proposal | None = None


@dataclass
class Row:
    """One item of the file and what would become of it. `what`: in which respects it changes."""

    draft: Draft
    verdict: str = "new"
    what: tuple[str, ...] = ()
    known: Known | None = None
    findings: list[Finding] = field(default_factory=list)

    def refuse(self, code: str, /, **params: Any) -> None:
        self.say("error", code, **params)

    def say(self, level: Level, code: str, /, **params: Any) -> None:
        self.findings.append(Finding(level, self.draft.place, code, params))
        if level == "error":
            self.verdict = "refused"


@dataclass(frozen=True)
class Plan:
    """All rows in the file's order, and what concerns the file."""

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> dict[str, int]:
        counts = {verdict: sum(row.verdict == verdict for row in self.rows) for verdict in VERDICTS}
        counts["refused"] += sum(finding.level == "error" for finding in self.findings)
        counts["warned"] = sum(any(finding.level != "error" for finding in row.findings) for row in self.rows)
        counts["unknown"] = sum(finding.level == "unknown" for finding in self.findings)
        return counts


def plan(reading: Reading, *, by: User) -> Plan:
    """What taking these items in would do. `by` is who would be their author."""
    rows, loose = _rows(reading)
    known = holdings([row.draft.code for row in rows])
    areas: dict[str, set[str]] = {}
    for credential, code in Area.objects.values_list("credential", "code"):
        areas.setdefault(credential, set()).add(code)
    for row in rows:
        row.known = known.get(row.draft.code)
        if row.verdict != "refused":
            _judge(row, areas)
    _compare([row for row in rows if row.verdict == "new"])
    return Plan(tuple(rows), tuple(loose))


def _rows(reading: Reading) -> tuple[list[Row], list[Finding]]:
    """A row for each draft with what was found at its place; the rest concerns the file."""
    by_place: dict[Place, Row] = {}
    rows, loose, codes = [], [], dict[str, Row]()
    for draft in reading.drafts:
        coded = draft if draft.code else replace(draft, code=likeness.code_of(draft))
        row = Row(coded)
        first = codes.setdefault(coded.code, row)
        if first is not row and not draft.code and likeness.marking(first.draft) == likeness.marking(coded):
            loose.append(Finding("unknown", draft.place, "same-in-file", {"number": first.draft.place.number}))
            continue
        if first is not row:
            row.refuse("code-twice", code=coded.code, number=first.draft.place.number)
        rows.append(row)
        by_place[draft.place.whole] = row
    for finding in reading.findings:
        home = by_place.get(finding.place.whole) if finding.place.number else None
        if home is None:
            loose.append(finding)
        else:
            home.findings.append(finding)
            home.verdict = "refused" if finding.level == "error" else home.verdict
    return rows, loose


def holdings(codes: Iterable[str]) -> dict[str, Known]:
    """What the bank holds of these codes (four queries)."""
    items = {item.pk: item for item in Item.objects.filter(code__in=list(codes))}
    versions = {version.item_id: version for version in ItemVersion.objects.current().filter(item__in=items)}
    newest = AnswerKey.objects.filter(item_version__in=[version.pk for version in versions.values()]).order_by("revision")
    keys = {key.item_version_id: key for key in newest}
    proposals: dict[int, Proposal] = {}
    for proposal in Proposal.objects.filter(item__in=items).select_related("author").order_by("pk"):
        proposals[proposal.item_id] = proposal
    found = {}
    for pk, item in items.items():
        version, last = versions.get(pk), proposals.get(pk)
        undecided = last if last and last.decided_at is None else None
        key = keys.get(version.pk) if version else None
        said = undecided or key or last
        found[item.code] = Known(item, as_draft(item, said) if said else None, version, key, undecided)
    return found


def as_draft(item: Item, said: AnswerKey | Proposal) -> Draft:
    """An item with its key in use, or with what is proposed for it, as a draft."""
    if isinstance(said, Proposal):
        body, marks = said.body, said.max_marks
    else:
        body, marks = said.item_version.body, said.item_version.max_marks
    question = Question(
        item.code, item.kind, item.areas, item.objective, item.difficulty, item.source, item.cleared, body, marks,
        said.rule, said.data, said.rubric, said.explanation,
    )  # fmt: skip
    return draft_of(question, tags=tuple(item.tags), purpose=item.purpose)


def _judge(row: Row, areas: Mapping[str, set[str]]) -> None:
    """Complete a draft from what the bank knows, and say whether it is fit and what it changes."""
    known = row.known
    if known is not None and known.item.kind != row.draft.kind:
        row.refuse("kind-differs", code=row.draft.code, kind=str(known.item.get_kind_display()))
        return
    row.draft = _completed(row, known.draft if known else None)
    row.draft = illustrating.judged(row.draft, known.version if known else None, row.say)
    row.findings += fitness.check(row.draft, areas)
    if any(finding.level == "error" for finding in row.findings):
        row.verdict = "refused"
    elif known is not None:
        _against(row, known)


def _completed(row: Row, known: Draft | None) -> Draft:
    """With the use its file does not tell, and with languages the file has no room for."""
    draft = row.draft
    if known is not None:
        told = {name: getattr(known, name) for name in draft.untold if name != "rule"}
        if "rule" in draft.untold and set(known.key) == set(draft.key):
            told["rule"] = known.rule
        if not draft.explanation:
            told["explanation"] = known.explanation
        draft, kept, lost = likeness.kept_beside(replace(draft, **told), known)
        if kept and likeness.wording(draft) != likeness.wording(known):
            row.say("warning", "languages-kept", languages=", ".join(kept))
        if lost:
            row.say("warning", "languages-lost", languages=", ".join(lost))
    elif not draft.purpose:
        draft = replace(draft, purpose=Item.Purpose.EXAM)
    if SOURCE not in draft.stem:
        row.say("warning", "no-chinese", language=", ".join(draft.locales))
        draft = _in_source(draft)
    return likeness.settled(draft)


def _in_source(draft: Draft) -> Draft:
    """The bank falls back on Simplified Chinese: until there is one, another wording stands in for it."""
    lead = draft.locales[0]

    def doubled(text: Mapping[str, str]) -> dict[str, str]:
        return {SOURCE: text[lead], **text} if lead in text else dict(text)

    return replace(
        draft,
        stem=doubled(draft.stem),
        choices=tuple(replace(line, text=doubled(line.text)) for line in draft.choices),
        left=tuple(replace(line, text=doubled(line.text)) for line in draft.left),
        right=tuple(replace(line, text=doubled(line.text)) for line in draft.right),
        parts=tuple(replace(part, text=doubled(part.text)) for part in draft.parts),
        explanation=doubled(draft.explanation),
        rubric=tuple(
            {**part, "lines": [{**line, "text": doubled(line["text"])} for line in part["lines"]]} for part in draft.rubric
        ),
    )


def _against(row: Row, known: Known) -> None:
    """What changes in an item the bank knows."""
    old = known.draft
    if old is None:
        row.verdict, row.what = "changed", ("wording",)
        return
    digests = {"wording": likeness.wording, "key": likeness.marking, "use": likeness.use}
    row.what = tuple(name for name, digest in digests.items() if digest(old) != digest(row.draft))
    # What was sent back or withdrawn is not in the bank: the same again is proposed again.
    if not row.what and (known.version or known.undecided):
        row.verdict = "unchanged"
        return
    row.verdict, row.what = "changed", row.what or ("wording",)
    if known.undecided and set(row.what) & {"wording", "key"}:
        row.refuse("under-review", name=str(known.undecided.author), code=row.draft.code)
    elif "wording" in row.what and alike(_groups(old), _groups(row.draft)) < STRANGE:
        row.say("warning", "another-question", code=row.draft.code, before=fitness.shown(old, 40))


def _groups(draft: Draft) -> frozenset[str]:
    return groups(wording(draft.body()[SOURCE]))


def _compare(rows: list[Row]) -> None:
    """Say of new items which others ask nearly the same, in the bank or further up in the file (one query)."""
    if not rows:
        return
    mine = {row.draft.code: wording(row.draft.body()[SOURCE]) for row in rows}
    held = ItemVersion.objects.current().exclude(item__status=Item.Status.RETIRED).values_list("item__code", f"body__{SOURCE}")
    shelf = Shelf({**{code: wording(body) for code, body in held}, **mine})
    seen: set[str] = set()
    for row in rows:
        others = (near for near in shelf.near(mine[row.draft.code]) if near.code in seen or near.code not in mine)
        if nearest := next(others, None):
            row.say("warning", "near", code=nearest.code, percent=nearest.percent)
        seen.add(row.draft.code)
