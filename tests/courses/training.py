"""A firm with a course to learn, for tests of training."""

import datetime as dt
from typing import Any

from accounts.models import User
from core.dates import today
from courses.models import Course, Track, TrainingAssignment
from courses.training import assigning
from courses.training.assigning import Wanted
from organisations.models import Membership, Organisation
from tests.cast import person
from tests.organisations.making import member

DAY = dt.timedelta(days=1)


def assign(body: Organisation, subject: Course | Track, by: User, days: int = 30, **fields: Any) -> TrainingAssignment:
    """Assign something with `days` to go."""
    wanted = Wanted(subject=subject, due_on=today() + days * DAY, **{"reason": "年度培训", **fields})
    return assigning.assign(organisation=body, wanted=wanted, by=by)[0]


def crowd(body: Organisation, many: int, **fields: Any) -> list[Membership]:
    """So many members with accounts: 学员00, 学员01, …"""
    return [member(body, person(f"学员{n:02d}", f"xueyuan{n:02d}"), **fields) for n in range(many)]
