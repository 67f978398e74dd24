"""Setting the standard (合格线设定): a panel is called, rates blind, sees how it rated, rates again; the cut score follows.

Ratings are kept as they were given. The outcome goes into the draft of the exam's next rules; whoever sat under
earlier rules stays judged by those.
"""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import get_language

from accounts.models import User
from core.audit import record
from core.clock import now
from exams import angoff, papers, ruling
from exams.models import AngoffRating, ExamVersion, PanelMember, RulesDraft, StandardSetting
from exams.passing import cut_off
from exams.wording import plain

State = StandardSetting.State
# A cut score from fewer judges is one person's opinion.
LEAST_JUDGES = 3


class OutOfTurn(Exception):
    """The panel is not at this point: the round is over, was rated already, or lacks judges."""


def call(*, version: ExamVersion, basis: str, members: Iterable[User], by: User) -> StandardSetting:
    """Call a panel to rate the cells of the blueprint, or the items of one paper drawn from it.

    Raises drawing.CannotDraw when no paper can be drawn.
    """
    targets = _cells(version) if basis == StandardSetting.Basis.CELL else _items(version)
    with transaction.atomic():
        setting = StandardSetting.objects.create(exam_version=version, basis=basis, targets=targets, opened_by=by)
        PanelMember.objects.bulk_create([PanelMember(setting=setting, user=member) for member in members])
        record("standard.called", setting, by=by, version=version.pk, basis=basis)
    return setting


def rate(*, setting: StandardSetting, by: User, percents: Mapping[str, int], round: int | None = None) -> None:
    """Give one's ratings for the round, all at once. Raises OutOfTurn when they were given, or the round is over.

    `round` is the one they were meant for: ratings given blind are none of the second round, though it began meanwhile.
    """
    with transaction.atomic():
        locked = StandardSetting.objects.select_for_update(of=("self",)).get(pk=setting.pk)
        member = PanelMember.objects.filter(setting=locked, user=by).first()
        if member is None or not locked.is_open or round not in (None, locked.round):
            raise OutOfTurn(setting.pk)
        at = now()
        said = [
            AngoffRating(member=member, round=locked.round, target=target["id"], percent=percents[str(target["id"])], rated_at=at)
            for target in locked.targets
        ]
        try:
            with transaction.atomic():
                AngoffRating.objects.bulk_create(said)
        except IntegrityError as given:
            raise OutOfTurn(setting.pk) from given


def advance(*, setting: StandardSetting, by: User) -> StandardSetting:
    """End the round: the second follows the first, the closing the second. Raises OutOfTurn while judges are lacking."""
    with transaction.atomic():
        locked = StandardSetting.objects.select_for_update(of=("self",)).get(pk=setting.pk)
        if not locked.is_open or len(_said(locked, locked.round)) < LEAST_JUDGES:
            raise OutOfTurn(setting.pk)
        locked.state = State.ROUND_2 if locked.state == State.ROUND_1 else State.CLOSED
        locked.closed_at = now() if locked.state == State.CLOSED else None
        locked.save(update_fields=["state", "closed_at"])
        record("standard.advanced", locked, by=by, state=locked.state)
    return locked


def outcome(setting: StandardSetting, round: int) -> angoff.Outcome | None:
    """What the ratings of one round come to (one query)."""
    return angoff.outcome(setting.targets, list(_said(setting, round).values()))


def own(setting: StandardSetting, member: User, round: int) -> dict[str, int]:
    """One member's ratings in a round; empty before they were given (one query)."""
    mine = AngoffRating.objects.filter(member__setting=setting, member__user=member, round=round)
    return dict(mine.values_list("target", "percent"))


def rated(setting: StandardSetting) -> set[int]:
    """Who has given ratings in the round that runs (one query)."""
    given = AngoffRating.objects.filter(member__setting=setting, round=setting.round)
    return set(given.values_list("member__user", flat=True).distinct())


def as_json(setting: StandardSetting) -> dict[str, Any]:
    """How the cut score came about, as an exam version keeps it: judges by number, figures as text."""
    told = outcome(setting, 2)
    assert told is not None  # noqa: S101 - a closed panel has ratings
    numbers = {pk: place for place, pk in enumerate(setting.members.order_by("pk").values_list("pk", flat=True), 1)}
    rows = AngoffRating.objects.filter(member__setting=setting).order_by("round", "member", "pk")
    return {
        "method": "modified_angoff",
        "panel": str(setting.pk),
        "basis": setting.basis,
        "judges": told.judges,
        "cut_score": f"{told.cut_score:f}",
        "maximum": f"{told.maximum:f}",
        "deviation": None if told.deviation is None else f"{told.deviation:f}",
        "targets": [
            {"id": line.target, "mean": f"{line.mean:.2f}", "deviation": f"{line.deviation:f}" if line.deviation else None}
            for line in told.lines
        ],
        "ratings": [[row.round, numbers[row.member_id], row.target, row.percent] for row in rows],
    }


def hand_over(*, setting: StandardSetting, by: User) -> RulesDraft:
    """Put the cut score, and how it came about, into the draft of the exam's next rules. Raises OutOfTurn before the end."""
    told = outcome(setting, 2)
    if setting.state != State.CLOSED or told is None:
        raise OutOfTurn(setting.pk)
    with transaction.atomic():
        draft = ruling.draft(exam=setting.exam_version.exam, by=by)
        draft.cut_score, draft.standard_setting = cut_off(told.cut_score, 2), as_json(setting)
        draft.save(update_fields=["cut_score", "standard_setting"])
        record("standard.handed_over", setting, by=by, cut_score=f"{draft.cut_score:f}")
    return draft


def _said(setting: StandardSetting, round: int) -> dict[int, dict[str, int]]:
    said: dict[int, dict[str, int]] = {}
    rows = AngoffRating.objects.filter(member__setting=setting, round=round)
    for member, target, percent in rows.values_list("member", "target", "percent"):
        said.setdefault(member, {})[target] = percent
    return said


def _cells(version: ExamVersion) -> list[dict[str, str]]:
    from exams.overview import area_names

    names = area_names(version.exam.credential)
    return [
        {
            "id": f"cell-{row.position}",
            "label": f"{names(row.area) if row.area else ''} {'/'.join(row.kind_names())} × {row.count}".strip(),
            "marks": plain(row.marks_each * row.count),
        }
        for row in version.blueprint.all()
    ]


def _items(version: ExamVersion) -> list[dict[str, str]]:
    paper, language = papers.draw(version, secrets.randbits(63)), get_language() or ""
    return [
        {
            "id": f"item-{item.item_version_id}",
            "label": item.item_version.body_in(language)["stem"],
            "marks": plain(item.max_marks),
        }
        for item in paper.items
    ]
