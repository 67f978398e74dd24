"""Small exams for tests: one item of each kind the machine marks, no course asked for."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.dates import now
from exams import delivery, papers
from exams.content import Content
from exams.models import AnswerKey, BlueprintRow, Exam, ExamVersion, Item, ItemVersion, Result, Sitting

if TYPE_CHECKING:
    from accounts.models import User
    from exams.models import Attempt

CHOICES = [{"id": letter, "text": f"选项{letter}"} for letter in "ABCD"]
# kind: wording beyond the stem, rule, key, the right answer, a wrong one
KINDS: dict[str, tuple[dict[str, Any], str, dict[str, Any], Any, Any]] = {
    "single": ({"choices": CHOICES}, "match_correct", {"correct": "B"}, "B", "A"),
    "multiple": ({"choices": CHOICES}, "cn_multi", {"correct": ["A", "C"]}, ["A", "C"], ["A", "B"]),
    "truefalse": ({}, "match_correct", {"correct": False}, False, True),
    "fillin": ({"blanks": 1}, "text", {"blanks": [[{"text": "授权"}]]}, ["授权"], ["备案"]),
    "numeric": ({"unit": "mm"}, "numeric", {"value": "12.5", "tolerance": "0.1", "units": ["mm"]}, "12.5", "13"),
    "matching": ({"left": CHOICES, "right": CHOICES}, "pairs", {"pairs": {c: c for c in "ABCD"}}, {c: c for c in "ABCD"}, {}),
    "ordering": ({"choices": CHOICES}, "order_pairs", {"order": list("ABCD")}, list("ABCD"), list("DCBA")),
    "short": ({}, "manual", {}, "答", ""),
    "case": ({"parts": [{"id": "1", "text": "问", "area": "S1", "marks": "5"}]}, "manual", {}, {"1": "答"}, {}),
}
MACHINE = [kind for kind in KINDS if KINDS[kind][1] != "manual"]


def item(code: str, kind: str = "single", area: str = "S1", **fields: Any) -> Item:
    """An item with one version and its key, cleared for papers."""
    more, rule, key, _right, _wrong = KINDS[kind]
    made = Item.objects.create(code=code, kind=kind, areas={"QSO": area}, **{"cleared": True, "difficulty": 3, **fields})
    body = {language: {"stem": f"{code} {language}", **more} for language in ("zh-hans", "en")}
    digest = Content(kind, body, Decimal(1), rule, key).wording_sha256
    version = ItemVersion.objects.create(item=made, number=1, body=body, content_sha256=digest)
    AnswerKey.objects.create(item_version=version, rule=rule, data=key, explanation={"zh-hans": "因为", "en": "because"})
    return made


def version(kinds: list[str] | None = None, *, items: int = 3, count: int = 1, **rules: Any) -> ExamVersion:
    """A published exam of two marks per item, with `items` in the bank for each kind, of which `count` are drawn."""
    exam, _created = Exam.objects.get_or_create(
        code="TST", defaults={"credential": "QSO", "title": {"zh-hans": "小考", "en": "Test"}}
    )
    chosen = kinds or MACHINE
    for kind in chosen:
        for number in range(items):
            if not Item.objects.filter(code=f"{kind}-{number}").exists():
                item(f"{kind}-{number}", kind)
    rows = [
        BlueprintRow(position=place, area="S1", section="S1", item_kinds=[kind], count=count, marks_each=Decimal(2))
        for place, kind in enumerate(chosen, 1)
    ]
    defaults = {
        "duration_s": 3600,
        "cut_score": Decimal(2 * count * len(chosen)) * Decimal("0.6"),
        "languages": ["zh-hans", "en"],
    }
    made = ExamVersion(exam=exam, number=exam.versions.count() + 1, **{**defaults, **rules})
    made.content_sha256 = papers.rules_digest(made, rows)
    made.save()
    for row in rows:
        row.exam_version = made
    BlueprintRow.objects.bulk_create(rows)
    return made


def sitting(of: ExamVersion | None = None, **fields: Any) -> Sitting:
    """An open walk-in sitting online."""
    defaults = {"opens_at": now(), "state": "open", "walk_in": True, "release": "automatic"}
    return Sitting.objects.create(exam_version=of or version(), **{**defaults, **fields})


def answer(attempt: "Attempt", *, right: bool = True) -> None:
    """Answer every item, rightly or wrongly."""
    for slot, kind in attempt.items.values_list("slot", "item_version__item__kind"):
        value = KINDS[kind][3 if right else 4]
        delivery.save(attempt=attempt, slot=slot, value=value, seq=None, epoch=attempt.session_epoch)


def hand_in(attempt: "Attempt", **sent: Any) -> Result:
    """The result of handing in; these papers are all marked by machine."""
    result = delivery.submit(attempt=attempt, **sent)
    assert result is not None
    return result


def finished(candidate: "User", at: Sitting, *, right: bool = True) -> "Attempt":
    """An attempt handed in."""
    attempt = delivery.start(candidate=candidate, sitting=at)
    answer(attempt, right=right)
    delivery.submit(attempt=attempt)
    attempt.refresh_from_db()
    return attempt


def raw(**changes: Any) -> dict[str, Any]:
    """A sound single choice as the shipped files have it, with changes."""
    choices = [{"key": key, "zh": f"选项{key}", "en": f"choice {key}"} for key in "ABCD"]
    sound = {"id": "X-1", "kind": "single", "areas": {"QSO": "S1"}, "objective": "OFF-01", "difficulty": 2, "source": "条例 9"}
    sound |= {
        "stem": {"zh": "题", "en": "item"},
        "choices": choices,
        "answer": "B",
        "explanation": {"zh": "因", "en": "why"},
        "verify": False,
    }
    return {**sound, **changes}
