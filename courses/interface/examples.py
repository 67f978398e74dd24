"""What good answers look like, shown in the description of the interface. A test holds each against its shape."""

from typing import Any

_MEMBER = {"id": "5f0c2a4e-7d55-4d0c-9f64-0b7a2f0c9b11", "name": "林悦", "employee_number": "A1024"}
_LINE: dict[str, Any] = {
    "code": "QSO",
    "titles": {"zh-hans": "质量安全员课程", "en": "Quality-safety officer"},
    "languages": ["en", "zh-hans"],
    "version": "v1",
    "minutes": 720,
    "minutes_per_hour": 45,
    "hours": 16.0,
    "is_self_paced": True,
    "prerequisites": [],
    "track": None,
    "updated_at": "2026-09-01T08:00:00+08:00",
    "url": "https://example.org/courses/qso/",
}
_LESSON = {"code": "LAW-01", "titles": {"zh-hans": "条例总则", "en": "General provisions"}, "minutes": 40, "minutes_counted": 40}
COURSES = {"items": [_LINE]}
COURSE = _LINE | {"modules": [{"titles": {"zh-hans": "法规", "en": "The law"}, "lessons": [_LESSON]}]}
ENROLMENT = {
    "member": _MEMBER,
    "course": "QSO",
    "version": "v1",
    "cycle": 1,
    "state": "in_progress",
    "enrolled_at": "2026-09-01T09:12:40+08:00",
    "completed_at": None,
}
ENROLMENTS = {"items": [ENROLMENT], "next": None}
PROGRESS = {
    "items": [
        {
            "member": _MEMBER,
            "course": "QSO",
            "completed_lessons": 1,
            "lessons_in_all": 18,
            "percent": 5,
            "completed_at": None,
            "lessons": [
                {
                    "code": "LAW-01",
                    "state": "completed",
                    "worked_at": "2026-09-02T20:31:07+08:00",
                    "completed_at": "2026-09-02T20:31:07+08:00",
                }
            ],
        }
    ],
    "next": None,
}
_SUM = {"entries": 1, "seconds": 2400, "refused_seconds": 0}
HOURS = {
    "items": [
        {
            "member": _MEMBER,
            "course": "QSO",
            "lesson": "LAW-01",
            "reference": "lesson:LAW-01:1",
            "seconds": 2400,
            "refused_seconds": 0,
            "reason": "completed",
            "reason_text": "完成课时",
            "rule": "2026-1/45/8",
            "day": "2026-09-02",
            "at": "2026-09-02T20:31:07+08:00",
        }
    ],
    "next": None,
    "total": _SUM,
}
TOTALS = {
    "items": [{"member": _MEMBER, "courses": [_SUM | {"course": "QSO", "hours": 0.8}], "seconds": 2400}],
    "next": None,
    "total": _SUM,
}
