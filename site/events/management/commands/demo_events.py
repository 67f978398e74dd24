"""Four events for the demo: one open, one online, one not open yet, one over. Run twice it changes nothing."""

import datetime as dt
from typing import Any, NamedTuple

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from core.dates import now, today
from events.finds import enter
from events.keeping import forget_kept_pages
from events.models import Event


class Sample(NamedTuple):
    """An event so many days from the day on which the demo is made; its fields besides."""

    slug: str
    days: int
    hours: tuple[int, int]
    fields: dict[str, Any]
    opens_in: int | None = None


SAMPLES = (
    Sample(
        "open-laboratory-day",
        12,
        (9, 12),
        {
            "title": "质量开放日：走进计量实验室（示例）",
            "kind": "open_day",
            "summary": "看一把卡尺怎样检定，亲手称一称一枚硬币的质量。",
            "text": "分四组参观长度、质量、温度和电学实验室，每组十五分钟。\n\n"
            "请提前十分钟到场，凭入场券签到。十岁以下儿童由家长陪同。",
            "audience": "families",
            "organiser": "示例市计量检测院",
            "area": "xiangzhou",
            "place": "示例市计量检测院一楼大厅",
            "seats": 60,
            "group_limit": 6,
        },
    ),
    Sample(
        "authorisation-salon",
        20,
        (14, 16),
        {
            "title": "首席质量官沙龙：授权书怎么写（示例）",
            "kind": "salon",
            "summary": "三份授权书对照着看：授权范围、期限、程序各写到什么程度。",
            "text": "主持人先讲二十分钟，其余时间讨论。可以带上本单位的授权书草稿。",
            "audience": "officers",
            "organiser": "示例市质量协会",
            "area": "online",
            "link": "https://meeting.example.org/salon",
        },
    ),
    Sample(
        "pencil-standard",
        33,
        (15, 16),
        {
            "title": "校园质量课：一支铅笔的标准（示例）",
            "kind": "lecture",
            "summary": "从一支铅笔的硬度、长度和油漆讲起，什么叫标准，谁来定标准。",
            "audience": "schools",
            "organiser": "示例中学",
            "area": "jinwan",
            "place": "示例中学报告厅",
            "seats": 40,
            "group_limit": 20,
        },
        opens_in=7,
    ),
    Sample(
        "supply-chain-review",
        -40,
        (9, 17),
        {
            "title": "供应链质量改进案例公开评议（示例）",
            "kind": "contest",
            "summary": "八个改进案例当场讲，评委和听众一起评。",
            "audience": "firms",
            "organiser": "示例市质量协会",
            "area": "doumen",
            "place": "示例工业园会议中心",
            "seats": 80,
        },
    ),
)


class Command(BaseCommand):
    help = "Make four events for the demo. Only while DEBUG is on."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(_("Sample events are refused while HAIZHUN_DEBUG is off."))
        made = []
        for sample in SAMPLES:
            day = today() + dt.timedelta(days=sample.days)
            begins, ends = (make_aware(dt.datetime.combine(day, dt.time(hour))) for hour in sample.hours)
            opens = now() + dt.timedelta(days=sample.opens_in) if sample.opens_in else None
            fields = {"starts_at": begins, "ends_at": ends, "opens_at": opens, "published_at": now(), **sample.fields}
            event, is_new = Event.objects.get_or_create(slug=sample.slug, defaults=fields)
            if is_new:
                enter(event)
                made.append(event)
        forget_kept_pages(*made)
