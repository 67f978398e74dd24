"""Fill the demo with one enterprise of thirty people in four departments. Run twice it changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.models import User
from organisations.models import Department, District, Industry, Membership, Organisation, Role

SLUG = "demo-enterprise"
NAME = "示例制造企业（珠海）"
DEPARTMENTS = ("质量部", "生产部", "采购部", "仓储物流部")
POSTS = ("质量安全员", "质检员", "班组长", "采购工程师", "仓库管理员")
# fmt: off
NAMES = (
    "王海燕", "李志强", "赵敏", "何建国", "钱程", "孙丽娜", "周凯", "吴晓东", "冯洁", "陈立",
    "韩雪梅", "杨帆", "朱国强", "秦晓", "许文静", "何涛", "吕梁", "施雅", "张伟明", "孔令军",
    "曹颖", "严峰", "华倩", "金国栋", "魏莉", "陶然", "姜波", "戚红",
)
# fmt: on


class Command(BaseCommand):
    help = "Make the demo's enterprise with its departments and people."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        body, made = Organisation.objects.get_or_create(
            slug=SLUG,
            defaults={
                "name": NAME,
                "size": Organisation.Size.SMALL,
                "industry": Industry.objects.filter(code="manufacturing").first(),
                "district": District.objects.filter(code="xiangzhou").first(),
                "state": Organisation.State.VERIFIED,
                "is_joining_open": True,
            },
        )
        if not made:
            return
        parts = [Department.objects.create(organisation=body, name=name) for name in DEPARTMENTS]
        for box, role, post in (("chengong", Role.MANAGER, "总经理"), ("linyue", Role.LEARNER, "质量主管")):
            person = User.objects.filter(email=f"{box}@demo.haizhun.local").first()
            if person:
                Membership.objects.create(
                    organisation=body, person=person, name=person.full_name, department=parts[0], post=post, role=role
                )
        Membership.objects.bulk_create(
            Membership(
                organisation=body,
                name=name,
                employee_number=f"D{number:04d}",
                email=f"demo{number:02d}@example.org",
                department=parts[number % len(parts)],
                post=POSTS[number % len(POSTS)],
            )
            for number, name in enumerate(NAMES, 1)
        )
