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
PEOPLE = 28


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
        for box, role, post in (("chengong", Role.MANAGER, "首席质量官"), ("linyue", Role.LEARNER, "质量安全员")):
            person = User.objects.filter(email=f"{box}@demo.haizhun.local").first()
            if person:
                Membership.objects.create(
                    organisation=body, person=person, name=person.full_name, department=parts[0], post=post, role=role
                )
        Membership.objects.bulk_create(
            Membership(
                organisation=body,
                name=f"示例学员{number:02d}",
                employee_number=f"D{number:04d}",
                email=f"demo{number:02d}@example.org",
                department=parts[number % len(parts)],
                post=POSTS[number % len(POSTS)],
            )
            for number in range(1, PEOPLE + 1)
        )
