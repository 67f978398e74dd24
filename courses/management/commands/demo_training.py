"""Fill the demo's enterprise with people who learn: two assignments, tasks in all four states. Run twice it changes nothing."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.models import User
from core.dates import now, today
from courses.models import Course, LessonProgress, Track, TrainingAssignment, TrainingTask
from courses.training import assigning
from courses.training.assigning import Wanted
from courses.training.counting import count_organisation
from organisations.models import Membership, Organisation

SLUG, MANAGER = "demo-enterprise", "chengong@demo.haizhun.local"
DAY = dt.timedelta(days=1)
# 45 minutes: one credit hour.
A_LESSON = 45 * 60


class Command(BaseCommand):
    help = "Assign learning in the demo's enterprise, and let some of its people begin."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        body = Organisation.objects.filter(slug=SLUG).first()
        manager, course = User.objects.filter(email=MANAGER).first(), Course.objects.filter(code="QSO").first()
        if not (body and manager and course) or TrainingAssignment.objects.filter(organisation=body).exists():
            return
        members = self._accounts(body)
        track = Track.objects.filter(is_published=True).order_by("place").first()
        first = Wanted(course, today() + 45 * DAY, "年度全员质量安全培训")
        assigning.assign(organisation=body, wanted=first, by=manager)
        part = members[0].department
        if track and part:
            assigning.assign(organisation=body, wanted=Wanted(track, today() + 90 * DAY, "岗位培养计划", part), by=manager)
        self._begin(course, members)
        # One in four was to be done already: the people who are late.
        late = [member.pk for number, member in enumerate(members) if number % 4 == 2]
        TrainingTask.objects.live().filter(membership__in=late, course=course).update(due_on=today() - 12 * DAY)
        count_organisation(body.pk)

    def _accounts(self, body: Organisation) -> list[Membership]:
        """Accounts nobody can sign in to, for the people of the roster."""
        found = list(Membership.objects.open().filter(organisation=body, person=None).order_by("employee_number")[:24])
        for member in found:
            email = f"{member.employee_number.lower()}@demo.haizhun.local"
            member.person = User.objects.create_user(email, None, full_name=member.name)
            member.joined_on = today()
        Membership.objects.bulk_update(found, ["person", "joined_on"])
        return found

    def _begin(self, course: Course, members: list[Membership]) -> None:
        """Of four people one has not begun, one has completed the course, two are under way."""
        from courses import completion, cycles, hours

        version = course.current
        for number, member in enumerate(members if version else []):
            if number % 4 == 0 or member.person is None or version is None:
                continue
            mine = completion.enrol(learner=member.person, version=version)
            codes = version.codes[: 2 + number % 5]
            for code in codes:
                LessonProgress.objects.get_or_create(learner=member.person, lesson_code=code, defaults={"completed_at": now()})
                hours.credit(learner=member.person, course=course, lesson_code=code, seconds=A_LESSON)
            if number % 4 == 1:
                cycles.waive(enrolment=mine, by=self._office(member.person), because="示例数据")

    def _office(self, fallback: User) -> User:
        return User.objects.filter(is_superuser=True).order_by("pk").first() or fallback
