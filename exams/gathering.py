"""What the exams say on pages of lower rooms (courses/dashboard.py)."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.clock import now
from core.dates import local_day
from courses.agenda import Date
from courses.dashboard import Section, Urgent
from courses.pathfinding import ToldExam
from courses.record import Part
from exams.models import Attempt, PracticeCard, Result
from exams.overview import attempts_of, offers, registrations_of
from exams.telling import shown
from exams.wording import minutes_left, plain

MOST_ROWS = 5


def on_dashboard(user: User) -> Section:
    """One's attempts, and the exams one has not begun."""
    rows = attempts_of(user)
    begun = {row.title for row in rows}
    untried = [offer for offer in offers() if offer.sittings and offer.rules.title not in begun]
    context = {"rows": rows[:MOST_ROWS], "offers": untried, "registrations": registrations_of(user)}
    return Section(template="exams/dashboard.html", context=context)


def on_course(course_code: str, user: User | AnonymousUser) -> Section | None:
    """The exam a course prepares for."""
    offer = next((offer for offer in offers() if offer.rules.code == course_code), None)
    return Section(template="exams/course.html", context={"offer": offer}) if offer else None


def dates(user: User) -> Iterator[Date]:
    """The sittings one is registered for (1 query)."""
    for registration in registrations_of(user):
        sitting = registration.sitting
        if sitting.state == sitting.State.OPEN:
            title = _("Exam: %(exam)s") % {"exam": sitting.exam_version.exam}
            address = registration.get_absolute_url()
            yield Date(f"sitting-{sitting.pk}", title, sitting.opens_at, sitting.closes_at, sitting.venue, address)


def results(user: User) -> Part:
    """Released results that stand (1 query)."""
    told = Result.objects.filter(attempt__candidate=user).current().released().told().order_by("attempt__submitted_at")
    rows = [
        (
            str(one.attempt.exam),
            local_day(one.attempt.submitted_at or one.attempt.started_at),
            shown(one.total),
            plain(one.cut_score),
            _("passed") if one.passed else _("not passed"),
        )
        for one in told
    ]
    names = ("exam", "day", "score", "pass_mark", "outcome")
    return Part("results", _("Exam results"), names, (_("Exam"), _("Day"), _("Score"), _("Pass mark"), _("Outcome")), rows)


def in_tracks(codes: Iterable[str], user: User | AnonymousUser) -> list[ToldExam]:
    """What the exams of a track are called, where they are, and whether this person passed them (three queries)."""
    wanted = [offer for offer in offers() if offer.rules.code in set(codes)]
    mine = Result.objects.current().released().filter(attempt__candidate_id=user.pk, passed=True) if user.pk else None
    passed = set(mine.values_list("attempt__exam__code", flat=True)) if mine is not None else set()
    return [
        ToldExam(
            one.rules.code,
            one.rules.title,
            one.sittings[0].get_absolute_url() if one.sittings else reverse("exams:index"),
            one.rules.code in passed,
        )
        for one in wanted
    ]


def passed_days(codes: Iterable[str], people: Iterable[int]) -> dict[tuple[int, str], dt.date]:
    """On which day each of these people first passed each of these exams, by results that stand and are told (one query)."""
    held = Result.objects.current().released().filter(passed=True, attempt__exam__code__in=codes, attempt__candidate__in=people)
    rows = held.order_by("-attempt__started_at")
    columns = ("attempt__candidate_id", "attempt__exam__code", "attempt__submitted_at", "attempt__started_at")
    return {(who, code): local_day(done or begun) for who, code, done, begun in rows.values_list(*columns)}


def urgent(user: User) -> Urgent | None:
    """An exam that is being written comes before everything else."""
    attempt = Attempt.objects.filter(candidate=user).open().told().first()
    if attempt is None or attempt.is_over():
        return None
    title = _("“%(title)s” is running: %(n)s minutes left.")
    words = {"title": attempt.exam, "n": minutes_left(attempt.remaining_ms())}
    sentence = _("The clock does not stop; your saved answers are there.")
    return Urgent(100, title % words, sentence, _("Go on with the exam"), attempt.get_absolute_url())


def practice(user: User) -> Section:
    """How much of one's practice is due (one query)."""
    return Section(template="exams/practice_link.html", context={"due": PracticeCard.objects.of(user).due(now()).count()})
