"""The exam's rules in plain words. Figures come from the exam's version; nothing here knows a key."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from itertools import count

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exams.models import Exam, ExamVersion, Kind

# How each kind is marked, said beside every question. The default rules of docs/algorithms/marking.md.
MARKING_NOTES = {
    Kind.SINGLE: gettext_lazy("Choose one."),
    Kind.MULTIPLE: gettext_lazy(
        "Choose all that are right: a wrong choice earns nothing; if some are missing, each right choice earns 0.5 marks."
    ),
    Kind.TRUEFALSE: gettext_lazy("Judge whether the statement is right."),
    Kind.FILLIN: gettext_lazy("Fill in each blank; each earns an equal share of the marks."),
    Kind.NUMERIC: gettext_lazy("Enter a number; the unit need not be written."),
    Kind.MATCHING: gettext_lazy("Choose a counterpart for each line; each right pair earns its share of the marks."),
    Kind.ORDERING: gettext_lazy("Give each line its place; the closer to the right order, the more marks."),
    Kind.SHORT: gettext_lazy("Answer in a few sentences; a person marks the points made."),
    Kind.CASE: gettext_lazy("Answer each part; a person marks the points made."),
}
_BLANK = re.compile(r"_{2,}")
_STRONG = re.compile(r"\*\*(.+?)\*\*")


def plain(number: Decimal) -> str:
    """A number without idle noughts.

    >>> plain(Decimal("2.00")), plain(Decimal("1.50")), plain(Decimal("100"))
    ('2', '1.5', '100')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def worth(marks: Decimal) -> str:
    """ "1.5 marks" in the reader's language."""
    return _("%(marks)s marks") % {"marks": plain(marks)}


def clock(milliseconds: int) -> str:
    """Time left as the clock shows it.

    >>> clock(2_266_000), clock(7_199_001)
    ('37:46', '2:00:00')
    """
    seconds = -(-milliseconds // 1000)
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def minutes_left(milliseconds: int) -> int:
    return -(-milliseconds // 60_000)


def took(duration: dt.timedelta) -> str:
    """How long something took, in minutes and seconds."""
    minutes, seconds = divmod(int(duration.total_seconds()), 60)
    return _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": seconds}


def markup(text: str) -> SafeString:
    """Item text as safe HTML: emphasis, numbered blanks, line breaks; everything else is escaped.

    >>> markup("**没有**<b>____月____")
    '<em>没有</em>&lt;b&gt;<span class="blank">1</span>月<span class="blank">2</span>'
    """
    number = count(1)
    html = _STRONG.sub(r"<em>\1</em>", str(escape(text)))
    html = _BLANK.sub(lambda _match: f'<span class="blank">{next(number)}</span>', html)
    return mark_safe(html.replace("\n", "<br>"))  # noqa: S308 - escaped above, then only our own tags


def gap_count(stem: str) -> int:
    """How many blanks a stem has; at least one."""
    return max(1, len(_BLANK.findall(stem)))


def rules(version: ExamVersion, area_name: Callable[[str], str], areas: Iterable[str] = ()) -> list[str]:
    """What one must know of this exam before sitting it, sentence by sentence."""
    asked = _(", ").join(area_name(area) for area in areas)
    said = [_("Areas examined: %(areas)s.") % {"areas": asked}] if asked else []
    said += [*_floors(version, area_name), _tries(version), _waits(version), _new_series(version), _grace(version)]
    return [sentence for sentence in said if sentence]


def _floors(version: ExamVersion, area_name: Callable[[str], str]) -> list[str]:
    floors: Mapping[str, float] = version.floors
    said = [
        _("“%(area)s” must reach at least %(percent)s%%.") % {"area": area_name(area), "percent": plain(Decimal(str(percent)))}
        for area, percent in sorted(floors.items())
    ]
    if version.area_floor_percent:
        said.append(_("Every area must reach at least %(percent)s%%.") % {"percent": version.area_floor_percent})
    if version.case_floor_percent:
        said.append(_("The case must reach at least %(percent)s%%.") % {"percent": version.case_floor_percent})
    return said


def _tries(version: ExamVersion) -> str:
    if version.exam.kind == Exam.Purpose.SPOT_CHECK:
        return _("A spot check is sat once; whoever fails it has one resit.")
    return ngettext(
        "%(attempts)s attempt within %(months)s months.",
        "%(attempts)s attempts within %(months)s months.",
        version.max_attempts,
    ) % {"attempts": version.max_attempts, "months": version.attempts_window_months}


def _waits(version: ExamVersion) -> str:
    days = _(", ").join(str(days) for days in version.cooling_off_days)
    return _("After a failed attempt the wait before the next is, in turn, %(days)s days.") % {"days": days} if days else ""


def _new_series(version: ExamVersion) -> str:
    """What whoever has used all attempts does to get as many again; nothing where they only come back with time."""
    words = {"most": version.max_attempts, "hours": version.cooling_off_hours}
    if version.cooling_off_hours is None:
        return ""
    if not version.cooling_off_hours:
        return _("Whoever fails all %(most)s attempts waits that time, and then has %(most)s again.") % words
    return (
        _(
            "Whoever fails all %(most)s attempts waits that time and earns %(hours)s hours (学时) after the last, "
            "and then has %(most)s again."
        )
        % words
    )


def _grace(version: ExamVersion) -> str:
    return _(
        "When time is up the paper is handed in by itself and every saved answer counts; "
        "answers on their way have %(seconds)s seconds more, the same for all."
    ) % {"seconds": version.grace_s}
