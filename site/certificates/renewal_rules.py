"""The rules of renewal as a scheme version carries them (续期规则): read, and checked for sense. Pure rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self


class Kind(StrEnum):
    """Kinds of activity. A lesson is learned here; all others happened elsewhere and need evidence."""

    LESSON = "lesson"
    COURSE = "course"
    MEETING = "meeting"
    TEACHING = "teaching"
    PUBLICATION = "publication"
    PROJECT = "project"


OUTSIDE = frozenset(Kind) - {Kind.LESSON}


class Area(StrEnum):
    """What an activity is about."""

    LAW = "law"
    DUTY = "duty"
    METHODS = "methods"
    MANAGEMENT = "management"


class BadRules(ValueError):
    """Rules that make no sense; the arguments name the settings."""


LATE = ("old_end", "renewal_day")


@dataclass(frozen=True)
class Rules:
    """What one scheme version asks of whoever renews. Amounts are seconds.

    Settings (all but `hours` optional, all hours are 学时 of `minutes_per_hour`):
    `hours` in a cycle; `yearly` of these in each year; `areas` {area: least}; `kinds` {kind: {least, most}};
    `outside_most_percent` of all outside kinds together; `window_days` before the end; `make_up`: may later hours make up
    a year that fell short; `late`: what the term of a late renewal is counted from; `exam`: must the exam be passed
    again; `exam_within_months` after the end it is enough; `lessons` {first letters of a lesson's code: area};
    `profiles` {name: {yearly_minutes}}, minutes that take the place of `yearly`.
    """

    total: int
    yearly: int = 0
    areas: Mapping[Area, int] = field(default_factory=dict)
    least: Mapping[Kind, int] = field(default_factory=dict)
    most: Mapping[Kind, int] = field(default_factory=dict)
    outside_most: int | None = None
    window_days: int = 180
    make_up: bool = True
    late_from_renewal: bool = False
    exam: bool = False
    exam_within_months: int = 12
    minutes_per_hour: int = 45
    lessons: Mapping[str, Area] = field(default_factory=dict)
    profiles: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """The rules that the data state; BadRules names every setting that makes no sense.

        >>> rules = Rules.of({"hours": 36, "yearly": 10, "areas": {"law": 8}, "profiles": {"food": {"yearly_minutes": 2400}}})
        >>> rules.total, rules.yearly_under(""), rules.yearly_under("food")
        (97200, 27000, 144000)
        >>> Rules.of({"hours": 10, "yearly": -1, "areas": {"astrology": 1}})
        Traceback (most recent call last):
        certificates.renewal_rules.BadRules: ('yearly', 'areas')
        >>> Rules.of({"hours": 24, "yearly": 6, "law": 6}).areas  # as the first versions of the schemes wrote it
        {<Area.LAW: 'law'>: 16200}
        """
        if wrong := tuple(name for name, makes_sense in _SENSE.items() if name in data and not makes_sense(data[name])):
            raise BadRules(*wrong)
        unit = 60 * data.get("minutes_per_hour", 45)
        kinds = data.get("kinds", {})
        total = round(data.get("hours", 0) * unit)
        return cls(
            total=total,
            yearly=round(data.get("yearly", 0) * unit),
            areas={Area(name): round(of * unit) for name, of in _areas(data).items()},
            least={Kind(name): round(of["least"] * unit) for name, of in kinds.items() if "least" in of},
            most={Kind(name): round(of["most"] * unit) for name, of in kinds.items() if "most" in of},
            outside_most=total * data["outside_most_percent"] // 100 if "outside_most_percent" in data else None,
            window_days=data.get("window_days", 180),
            make_up=data.get("make_up", True),
            late_from_renewal=data.get("late", LATE[0]) == LATE[1],
            exam=data.get("exam", False),
            exam_within_months=data.get("exam_within_months", 12),
            minutes_per_hour=data.get("minutes_per_hour", 45),
            lessons={start: Area(area) for start, area in data.get("lessons", {}).items()},
            profiles={name: of["yearly_minutes"] * 60 for name, of in data.get("profiles", {}).items()},
        )

    def seconds(self, hours: Any) -> int:
        """Hours (学时) in seconds."""
        return round(hours * 60 * self.minutes_per_hour)

    def yearly_under(self, profile: str) -> int:
        """What each year asks for, under a profile or none."""
        return self.profiles.get(profile, self.yearly)

    def area_of(self, lesson: str) -> Area:
        """What a lesson is about: the longest beginning of its code that the rules name.

        >>> rules = Rules.of({"hours": 24, "lessons": {"OFF": "management", "OFF-02": "law"}})
        >>> rules.area_of("OFF-02").value, rules.area_of("OFF-15").value, rules.area_of("XYZ-01").value
        ('law', 'management', 'management')
        """
        fitting = [start for start in self.lessons if lesson.startswith(start)]
        return self.lessons[max(fitting, key=len)] if fitting else Area.MANAGEMENT


def _areas(data: Mapping[str, Any]) -> Mapping[str, Any]:
    return data["areas"] if "areas" in data else {"law": data["law"]} if "law" in data else {}


def _amount(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _amounts_of(names: type[StrEnum], value: Any) -> bool:
    return isinstance(value, Mapping) and all(name in set(names) and _amount(of) for name, of in value.items())


def _kinds(value: Any) -> bool:
    if not isinstance(value, Mapping) or not all(name in set(Kind) and isinstance(of, Mapping) for name, of in value.items()):
        return False
    return all(of.keys() <= {"least", "most"} and all(map(_amount, of.values())) for of in value.values())


def _profiles(value: Any) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(of, Mapping) and of.keys() == {"yearly_minutes"} and _whole(of["yearly_minutes"]) for of in value.values()
    )


_SENSE = {
    "hours": _amount,
    "yearly": _amount,
    "law": _amount,
    "areas": lambda value: _amounts_of(Area, value),
    "kinds": _kinds,
    "outside_most_percent": lambda value: _whole(value) and value <= 100,
    "window_days": _whole,
    "make_up": _flag,
    "late": lambda value: value in LATE,
    "exam": _flag,
    "exam_within_months": _whole,
    "minutes_per_hour": lambda value: _whole(value) and value > 0,
    "lessons": lambda value: isinstance(value, Mapping) and all(area in set(Area) for area in value.values()),
    "profiles": _profiles,
}
