"""Schools and colleges, people and bases: a resource in review and a public one, a class, an expert, a base with its visits."""

import datetime as dt
from decimal import Decimal

from cases.models import CaseSubmission
from core.dates import today
from schools import commenting, inviting, reviewing
from schools.founding import join
from talents import assessing, careering, counting, recognising
from talents.models import GradeColumn, SelfAssessment, WinnerStory
from tests.cases.making import hand_in, make_case
from tests.house.people import Names, People
from tests.schools.handing import picture
from tests.schools.making import fresh, make_pack, make_school, published
from tests.schools.test_library import attached
from tests.talents.making import (
    make_agreement,
    make_award,
    make_base,
    make_bulletin,
    make_class,
    make_college,
    make_policy,
    make_profile,
    make_programme,
    make_slot,
    make_syllabus,
)
from tests.talents.test_experts import make_expert


def schools(who: People) -> Names:
    home, other = make_school(), make_school("jida", "吉大小学")
    join(who["teacher_a"], home)
    join(who["teacher_b"], other)
    by = (who["reviewer"], who["regulator"])
    public = published(home, who["teacher_a"], by, objectives="能重复测量")
    shown = attached(public, picture(), "图.png", "image/png")
    draft = make_pack(home, who["teacher_a"])
    file = attached(draft)
    draft.save_revision(user=who["teacher_a"])
    reviewing.submit(fresh(draft), by=who["teacher_a"])
    draft = fresh(draft)
    comment = commenting.comment(draft, by=who["reviewer"], field="title", text="题目很好。")
    invitation = inviting.invite(draft, by=who["reviewer"], name="邓教授", office="示例大学")
    code = counting.open_code(pack=public, label="四（2）班", until=today() + dt.timedelta(days=7), by=who["teacher_a"])
    return {
        "school": {"school": home.slug},
        "public resource": {"school": home.slug, "pack": public.slug, "key": public.key},
        "public file": {"code": shown.code},
        "draft": {"key": draft.key},
        "approval": {"revision": draft.latest_revision_id, "verdict": "approved", "comment": "好"},
        "file of a draft": {"key": draft.key, "code": file.code},
        "comment": {"pk": comment.pk},
        "invitation": {"pk": invitation.pk},
        "expert's link": {"token": invitation.token, "code": file.code},
        "class code": {"code": code.code},
    }


def colleges(who: People) -> Names:
    college = make_college(who["teacher_a"])
    group, (mine,) = make_class(who["teacher_a"], who["owner"], college=college)
    make_class(who["teacher_b"], who["other"])
    column = GradeColumn.objects.create(group=group, title="期末")
    asked = recognising.propose(member=mine, agreement=make_agreement(college), asked=Decimal(4), by=who["teacher_a"])
    return {
        "class": {"pk": group.pk},
        "column": {"pk": group.pk, "column": column.pk},
        "student": {"pk": group.pk, "member": mine.pk},
        "hours of a college": {"pk": asked.pk},
        "syllabus": {"code": make_syllabus().code},
        "programme": {"code": make_programme("质量管理").code},
    }


def people_and_bases(who: People) -> Names:
    owner, base = who["owner"], make_base(who["teacher_a"])
    make_base(who["teacher_b"])
    slot = make_slot(base, who["teacher_a"])
    award = make_award()
    story = {"award": award, "year": 2025, "winner": "示例厂", "text": "第一年。", "title": "漏水降了", "published_on": today()}
    return {
        "profile": {"pk": make_profile(owner).pk},
        "career": {"code": careering.take_out(owner).code},
        "expert": {"code": make_expert(owner, by=who["superuser"]).code},
        "self-assessment": {"pk": SelfAssessment.objects.create(person=owner, levels=dict.fromkeys(assessing.CATEGORIES, 3)).pk},
        "policy": {"code": make_policy().code},
        "bulletin": {"code": make_bulletin().code},
        "award": {"code": award.code},
        "story": {"code": WinnerStory.objects.create(code="one", **story).code},
        "base": {"code": base.code},
        "visit": {"code": base.code, "pk": slot.pk},
    }


def cases(who: People) -> Names:
    """One is public and bears its firm's name, one was returned to be mended."""
    waiting: CaseSubmission = hand_in(who.firm, who["manager_a"])
    return {
        "case": {"code": make_case(organisation=who.firm).code},
        "case to mend": {"code": waiting.case.code},
    }
