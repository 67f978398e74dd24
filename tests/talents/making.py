"""Colleges, profiles, policies, notices, awards and bases for tests."""

import datetime as dt
from typing import Any

from accounts.models import User
from core.dates import today
from courses.models import Course
from organisations.models import Organisation, Role
from talents import profiling, visiting
from talents.models import (
    Award,
    Bulletin,
    ClassGroup,
    ClassMember,
    CollegeAgreement,
    Policy,
    Programme,
    ScienceBase,
    SyllabusTemplate,
    TalentProfile,
    VisitSlot,
)
from tests.organisations.making import firm, member

DAY = dt.timedelta(days=1)


def make_profile(who: User, *, is_open: bool = True, **fields: Any) -> TalentProfile:
    values: dict[str, Any] = {
        "headline": "想做质量安全总监",
        "posts": ["qsd"],
        "fields_of_work": "检验",
        "contact": "站内通知",
    }
    made = TalentProfile.objects.create(person=who, **values | fields)
    if is_open:
        profiling.open_to_enterprises(made, by=who)
    return made


def rule(field: str, op: str, value: Any, label: str = "条件") -> dict[str, Any]:
    return {"field": field, "op": op, "value": value, "label_zh": label}


def make_policy(*rules: dict[str, Any], match: str = "all", **fields: Any) -> Policy:
    number = Policy.objects.count() + 1
    values: dict[str, Any] = {
        "code": f"policy-{number}",
        "title": f"扶持政策{number}",
        "issuer": "示例局",
        "number": f"示例〔2026〕{number}号",
        "valid_from": today() - 30 * DAY,
        "valid_to": today() + 30 * DAY,
        "audience": "企业",
        "benefit": "一次诊断。",
        "how_to_apply": "填写申请。",
        "deciding_office": "示例市质量办",
        "rules": {"match": match, "rules": list(rules)},
        "published_on": today(),
    }
    return Policy.objects.create(**values | fields)


def make_bulletin(**fields: Any) -> Bulletin:
    number = Bulletin.objects.count() + 1
    values: dict[str, Any] = {
        "code": f"notice-{number}",
        "title": f"通告{number}",
        "issuer": "示例局",
        "issued_on": today(),
        "text": "内容。",
        "published_on": today(),
    }
    return Bulletin.objects.create(**values | fields)


def make_award(**fields: Any) -> Award:
    number = Award.objects.count() + 1
    values: dict[str, Any] = {
        "code": f"award-{number}",
        "name": f"示例质量奖{number}",
        "organiser": "示例办公室",
        "who": "依法设立三年以上的组织",
        "published_on": today(),
    }
    return Award.objects.create(**values | fields)


EVERY_DAY = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "09:00-12:00")


def make_base(keeper: User | None = None, **fields: Any) -> ScienceBase:
    """Open every day in two slots of ten people, unless a test says otherwise."""
    number = ScienceBase.objects.count() + 1
    values: dict[str, Any] = {
        "code": f"base-{number}",
        "name": f"计量小屋{number}",
        "host": "示例计量所",
        "theme": "量一量，准不准",
        "description": "重复测量。",
        "address": "甲路1号",
        "hours": EVERY_DAY,
        "capacity": 10,
        "safety_post": "安全主管",
        "keeper": keeper,
        "published_on": today(),
    }
    return ScienceBase.objects.create(**values | fields)


def make_slot(base: ScienceBase, by: User, days: int = 5) -> VisitSlot:
    """The first slot of a day to come."""
    day = today() + days * DAY
    return visiting.open_days(base, first=day, last=day, by=by).slots[0]


def make_syllabus(**fields: Any) -> SyllabusTemplate:
    number = SyllabusTemplate.objects.count() + 1
    values: dict[str, Any] = {
        "code": f"outline-{number}",
        "title": f"质量检验大纲{number}",
        "level": "higher",
        "units": [{"title": "计量基础", "hours": 8, "outcomes": ["会选量具"]}],
        "published_on": today(),
    }
    return SyllabusTemplate.objects.create(**values | fields)


def make_programme(major: str, **fields: Any) -> Programme:
    number = Programme.objects.count() + 1
    values: dict[str, Any] = {
        "code": f"programme-{number}",
        "college": "示例职业学院",
        "level": "higher",
        "published_on": today(),
    }
    return Programme.objects.create(major=major, **values | fields)


def make_college(teacher: User, **fields: Any) -> Organisation:
    body = firm("示例职业学院", kind=Organisation.Kind.COLLEGE, **fields)
    member(body, teacher, role=Role.TRAINING_OFFICER)
    return body


def make_agreement(college: Organisation, number: str = "HN-1", **fields: Any) -> CollegeAgreement:
    course, _made = Course.objects.get_or_create(code="QSO")
    values: dict[str, Any] = {"signed_on": today() - DAY, "valid_until": today() + 365 * DAY, "course": course}
    return CollegeAgreement.objects.create(college=college, number=number, **values | fields)


def make_class(teacher: User, *students: User, college: Organisation | None = None) -> tuple[ClassGroup, list[ClassMember]]:
    group = ClassGroup.objects.create(college=college or make_college(teacher), title="质检2601", teacher=teacher)
    return group, [ClassMember.objects.create(group=group, student=one) for one in students]
