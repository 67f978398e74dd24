"""A school for the demo, and the shipped pack approved by both departments but for two still on their way. Twice: no change."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Comment

from accounts.models import User
from schools import adopting, commenting, reviewing
from schools.founding import found, index, join
from schools.models import Decision, LessonPackPage, SchoolPage
from schools.traits import Kind, Licence, Stage, Subject

# How far each stays: after one approval, handed in only.
_HALF, _WAITING = "V5", "V6"
_CAST = ("sulaoshi", "zhoulaoshi", "hezhuguan", "admin")
_DRAFT = {
    "title": "一支铅笔里的标准（示例草稿）",
    "kind": Kind.PRACTICE,
    "stage": Stage.PRIMARY,
    "subject": Subject.PRACTICE,
    "grades": "四至六年级",
    "minutes": 40,
    "licence": Licence.BY,
    "objectives": "能说出铅笔上的硬度标记是什么意思\n能设计一个公平的比较",
    "materials": "不同硬度的铅笔各6支\n白纸30张",
    "safety": "笔尖朝下传递；削笔器由教师保管。",
    "text": "## 课堂安排\n\n先看铅笔上的标记，再用同一个人、同一张纸比较三种硬度，最后各组报告。\n",
}


class Command(BaseCommand):
    help = "Add a school with a draft, and approve the shipped resources. Only while DEBUG is on."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(_("Samples are for demos; they are refused while HAIZHUN_DEBUG is off."))
        made = User.objects.filter(email__in=[f"{box}@demo.haizhun.local" for box in _CAST])
        people = {user.email.partition("@")[0]: user for user in made}
        if len(people) < len(_CAST):
            raise CommandError(_("Make the demo accounts first: manage.py demo."))
        with transaction.atomic():
            _found(people["sulaoshi"])
        for pack in LessonPackPage.objects.exclude(code="").order_by("code", "path"):
            with transaction.atomic():
                _carry(pack, people)
        with transaction.atomic():
            _use(people)


def _found(teacher: User) -> None:
    school = found(
        slug="demo-school",
        stage=Stage.PRIMARY,
        titles={"zh-hans": "示例实验小学", "en": "Sample Primary School"},
        district="香洲区",
    )
    join(teacher, school)
    if not LessonPackPage.objects.child_of(school).exists():
        page = LessonPackPage(slug="pencil", live=False, owner=teacher, locale=school.locale, **_DRAFT)
        SchoolPage.objects.child_of(index("zh-hans")).get(pk=school.pk).add_child(instance=page)
        page.save_revision(user=teacher)


def _use(people: dict[str, User]) -> None:
    """The sample school uses one of the shipped resources, and somebody has commented on its draft."""
    school = SchoolPage.objects.child_of(index("zh-hans")).get(slug="demo-school")
    public = LessonPackPage.objects.live().filter(code="P1", locale=school.locale).first()
    if public:
        adopting.adopt(public, school=school, by=people["sulaoshi"])
    draft = LessonPackPage.objects.child_of(school).filter(slug="pencil").first()
    if draft and not Comment.objects.filter(page_id=draft.pk).exists():
        told = "示例批注：比较三种硬度时，怎样保证用力相同？"
        commenting.comment(draft, by=people["zhoulaoshi"], field="text", text=told)


def _carry(pack: LessonPackPage, people: dict[str, User]) -> None:
    """Hand it in, and let both departments approve, unless it is one that stays on the way."""
    if pack.workflow_states.exists() or Decision.objects.filter(page=pack.pk).exists():
        return
    reviewing.submit(pack, by=people["admin"])
    if pack.code == _WAITING:
        return
    reviewing.approve(pack, by=people["zhoulaoshi"], comment="示例：可以进课堂。")
    if pack.code != _HALF:
        reviewing.approve(LessonPackPage.objects.get(pk=pack.pk), by=people["hezhuguan"])
