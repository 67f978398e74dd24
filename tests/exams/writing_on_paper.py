"""A sitting on paper: what tests of its answer sheets have in common. Its fixtures are made known by tests/exams/conftest.py."""

from typing import Any

import pytest

from accounts.models import User
from exams import invigilating, printing, seating, setting, sheet_forms
from exams.models import PrintedPaper, Registration, Sitting
from tests.cast import person
from tests.exams.making import KINDS, sitting, version

DONE = {"complete": "yes"}


@pytest.fixture
def invigilator(db: None) -> User:
    return person("孙老师", "sun", "invigilator")


@pytest.fixture
def room(invigilator: User) -> Sitting:
    made = sitting(version(list(KINDS), items=2), mode="on_site", walk_in=False, capacity=40)
    made.invigilators.add(invigilator)
    return made


@pytest.fixture
def form(room: Sitting, examiner: User) -> PrintedPaper:
    return printing.draw_form(sitting=room, by=examiner)


@pytest.fixture
def seat(room: Sitting, form: PrintedPaper, learner: User, examiner: User, invigilator: User) -> Registration:
    held = seating.register(candidate=learner, sitting=room, by=examiner)
    return invigilating.check_in(registration=held, by=invigilator)


def answers(form: PrintedPaper) -> dict[int, Any]:
    """What a candidate means, by slot."""
    return {one.slot: KINDS[one.item_version.item.kind][3] for one in setting.slots(form)}


def typed(form: PrintedPaper, **changes: str) -> dict[str, str]:
    """What is typed for it, in the letters of this form."""
    meant = answers(form)
    fields: dict[str, str] = {"form": form.form}
    for section in sheet_forms.sections(form):
        for line in section.lines:
            value = meant[line.shape.slot]
            texts = list(value.values()) if line.shape.kind == "case" and value else [sheet_forms.shown(line, value)]
            fields |= {box.name: text for box, text in zip(line.boxes, texts, strict=False)}
    return {**fields, **changes}


def slot_of(form: PrintedPaper, kind: str) -> int:
    return next(one.slot for one in setting.slots(form) if one.item_version.item.kind == kind)


def page(seat: Registration, end: str = "") -> str:
    return f"/exams/admissions/{seat.admission_no}/sheet/{end}"


def kind_at(form: PrintedPaper, name: str) -> str:
    """The kind of the question a field belongs to."""
    slot = int(name.removeprefix("q").partition("-")[0])
    return next(one.item_version.item.kind for one in setting.slots(form) if one.slot == slot)
