"""Samples for the demo: notices, an open talent profile, an expert, a story, visiting slots. Run twice it changes nothing."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.dates import today
from courses.models import Course
from organisations.models import Membership, Organisation, Role
from talents import advising, grading, profiling, visiting
from talents.keeping import forget_kept_pages
from talents.models import (
    Award,
    Bulletin,
    ClassGroup,
    CollegeAgreement,
    ExpertListing,
    GradeColumn,
    Jurisdiction,
    Level,
    Programme,
    ScienceBase,
    SyllabusTemplate,
    TalentProfile,
    WinnerStory,
)

OFFICER, KEEPER = "linyue@demo.haizhun.local", "sulaoshi@demo.haizhun.local"
BULLETINS = (
    (
        "hengqin-officers",
        Jurisdiction.HENGQIN,
        12,
        "（示例）关于收集质量专业人才跨境执业需求的通告",
        "(Sample) Notice on the needs of quality professionals who work across the border",
        "合作区质量工作办公室（虚构）",
        "Quality office of the Cooperation Zone (fictional)",
        "面向在合作区工作的质量安全总监和质量安全员，收集跨境执业、证书采信方面的需求。\n\n收到的意见汇总后公布。",
        "For quality safety directors and officers who work in the Zone: tell us what you need for work across the border and "
        "for the recognition of certificates.\n\nA summary will be published.",
    ),
    (
        "city-open-laboratories",
        Jurisdiction.CITY,
        25,
        "（示例）关于申报质量开放实验室的通知",
        "(Sample) Notice on applying as an open laboratory",
        "海湾市质量工作办公室（虚构）",
        "Haiwan City Quality Office (fictional)",
        "有意在质量月向公众开放的实验室，可以提交开放日期、容纳人数和安全措施。",
        "Laboratories that wish to open to the public in Quality Month may hand in days, capacity and safety measures.",
    ),
)


UNITS = [
    {"title": "计量基础", "hours": 8, "outcomes": ["会选量具", "会记录到最小分度"]},
    {"title": "抽样与检验", "hours": 12, "outcomes": ["能按抽样方案判定一批产品"]},
    {"title": "控制图与过程能力", "hours": 16, "outcomes": ["能选图、算限、判异", "能解释过程能力"]},
]
PROGRAMMES = (
    (
        "sample-inspection",
        "higher",
        "工业产品质量检测技术（示例）",
        "(Sample) Industrial product quality testing",
        ["计量基础", "抽样检验", "统计过程控制"],
        ["qso"],
    ),
    (
        "sample-management",
        "bachelor",
        "质量管理工程（示例）",
        "(Sample) Quality management engineering",
        ["质量管理学", "六西格玛方法", "可靠性工程"],
        ["qso", "qsd", "cqo"],
    ),
)


class Command(BaseCommand):
    help = "Make notices, an open talent profile, a story, colleges and visiting slots for the demo. Only while DEBUG is on."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(_("Demo accounts share one password, so they are refused while HAIZHUN_DEBUG is off."))
        for code, where, days, title, title_en, issuer, issuer_en, text, text_en in BULLETINS:
            values = {
                "jurisdiction": where,
                "title": title,
                "title_en": title_en,
                "issuer": issuer,
                "issuer_en": issuer_en,
                "text": text,
                "text_en": text_en,
                "issued_on": today() - dt.timedelta(days=days),
                "published_on": today(),
            }
            Bulletin.objects.get_or_create(code=code, defaults=values)
        officer = User.objects.filter(email=OFFICER).first()
        if officer and not TalentProfile.objects.filter(person=officer).exists():
            profile = TalentProfile.objects.create(
                person=officer,
                headline="八年注塑件检验，想做质量安全总监（示例）",
                posts=["qsd", "cqo"],
                fields_of_work="检验、统计过程控制、供应商质量",
                about="带过五人的检验班组，主持过三次供应商整改。",
                contact="站内通知，或 sample@example.org",
            )
            profiling.open_to_enterprises(profile, by=officer)
        _expert(officer)
        _story()
        _college()
        _visits()
        forget_kept_pages()


def _expert(person: User | None) -> None:
    """One person of the demo, marked as a sample; nobody real is listed without having agreed."""
    keeper = User.objects.filter(email=KEEPER).first()
    if person is None or keeper is None or ExpertListing.objects.filter(person=person).exists():
        return
    made = ExpertListing.objects.create(
        person=person,
        headline="（示例）来料检验与控制图，演示账号，不是真实专家",
        offers="（示例）看一张控制图，谈一次供应商审核",
        about="（示例）演示用条目：说明名录怎么写。内容为虚构。",
        fields=["product", "service"],
        methods=["spc", "supplier"],
    )
    advising.agree(made, by=person)
    advising.admit(made, by=keeper)


def _story() -> None:
    award = Award.objects.filter(kind=Award.Kind.GOVERNMENT).first()
    if award:
        values = {
            "award": award,
            "year": 2025,
            "winner": "示例水暖制造有限公司（虚构）",
            "winner_en": "Sample Plumbing Co. (fictional)",
            "title": "把漏水率从千分之三降到万分之二（示例）",
            "title_en": "(Sample) From three leaks in a thousand to two in ten thousand",
            "text": "第一年只做一件事：把每一次漏水记下来，写清批次、工位和手法。\n\n"
            "第二年按记录改了三道工序，第三年把方法教给了五家供应商。",
            "text_en": "In the first year they did one thing: write down every leak, with lot, station and hand.\n\n"
            "In the second they changed three operations by what was written, in the third they taught five suppliers.",
            "published_on": today(),
        }
        WinnerStory.objects.get_or_create(code="sample-leaks", defaults=values)


def _college() -> None:
    """A syllabus template, two programmes, and a verified college in which the school's teacher has a class."""
    outline = {
        "title": "质量检验与统计基础（示例）",
        "title_en": "(Sample) Basics of inspection and statistics",
        "level": Level.HIGHER,
        "units": UNITS,
        "published_on": today(),
    }
    syllabus, _made = SyllabusTemplate.objects.get_or_create(code="inspection-basics", defaults=outline)
    for code, level, major, major_en, courses, posts in PROGRAMMES:
        values = {
            "college": "海湾职业技术学院（虚构）",
            "college_en": "Haiwan Vocational College (fictional)",
            "level": level,
            "major": major,
            "major_en": major_en,
            "courses": courses,
            "posts": posts,
            "syllabus": syllabus if level == Level.HIGHER else None,
            "published_on": today(),
        }
        Programme.objects.get_or_create(code=code, defaults=values)
    teacher, course = User.objects.filter(email=KEEPER).first(), Course.objects.filter(code="QSO").first()
    if teacher and course and not ClassGroup.objects.exists():
        college = Organisation.objects.create(
            slug="demo-college",
            name="海湾职业技术学院（虚构）",
            kind=Organisation.Kind.COLLEGE,
            state=Organisation.State.VERIFIED,
        )
        Membership.objects.create(organisation=college, person=teacher, name=teacher.full_name, role=Role.TRAINING_OFFICER)
        days = {"signed_on": today(), "valid_until": today() + dt.timedelta(days=730)}
        CollegeAgreement.objects.create(number="示例〔2026〕院校01号", college=college, course=course, **days)
        group = ClassGroup.objects.create(college=college, title="质检2601班（示例）", teacher=teacher)
        for title in ("平时作业", "期末考核"):
            GradeColumn.objects.create(group=group, title=title)
        if student := User.objects.filter(email=OFFICER).first():
            grading.join(code=group.code, student=student)


def _visits() -> None:
    """A keeper for the first base, and slots for three weeks to come."""
    keeper, base = User.objects.filter(email=KEEPER).first(), ScienceBase.objects.order_by("code").first()
    if keeper and base and base.keeper is None:
        base.keeper = keeper
        base.save(update_fields=["keeper"])
        visiting.open_days(base, first=today() + dt.timedelta(days=7), last=today() + dt.timedelta(days=27), by=keeper)
