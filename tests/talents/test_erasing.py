"""Who closes an account is looked for by nobody any more; until then the copy of one's data holds what one told here."""

import json

import pytest

from accounts.privacy import erasing, exporting
from core.models import AuditEntry
from organisations.models import District
from talents import profiling
from talents.models import ProfileLook, SelfAssessment, TalentProfile
from tests.cast import person
from tests.organisations.making import firm
from tests.talents.making import make_profile

pytestmark = pytest.mark.django_db
LEVELS = dict.fromkeys(("leadership", "strategy", "customers", "resources", "processes", "measurement", "results"), 3)


def assessed(who):
    return SelfAssessment.objects.create(person=who, levels=LEVELS, notes={"strategy": "没有三年计划"})


def test_the_copy_of_ones_data_holds_profile_who_looked_and_self_assessments(learner, employer, stranger):
    looked_at = make_profile(learner, headline="想去临海小厂", about="做过五年检验")
    profiling.look(looked_at, by=employer, organisation=firm("海湾机电", manager=employer))
    assessed(learner)
    make_profile(stranger, headline="别人的话")
    assessed(stranger)
    told = exporting.collected(learner)["tables"]
    (profile,) = told["talents.talentprofile.person"]
    assert (profile["headline"], profile["about"]) == ("想去临海小厂", "做过五年检验")
    assert [one["by"] for one in profile["looks"]] == [employer.pk]
    (assessment,) = told["talents.selfassessment.person"]
    assert assessment["notes"] == {"strategy": "没有三年计划"}
    assert "别人的话" not in json.dumps(told, default=str, ensure_ascii=False)


def test_a_closed_account_leaves_no_profile_to_find_and_no_self_assessment(learner, employer, stranger):
    firm("海湾机电", manager=employer)
    district = District.objects.first()
    mine = make_profile(learner, about="做过五年检验", district=district)
    profiling.look(mine, by=employer, organisation=employer.memberships.get().organisation)
    assessed(learner)
    others, kept = make_profile(stranger), assessed(stranger)

    erasing.erase(learner, by=learner)

    assert list(TalentProfile.objects.visible_to(employer)) == [others]
    row = TalentProfile.objects.get(pk=mine.pk)
    assert (row.headline, row.fields_of_work, row.about, row.contact) == ("", "", "", "")
    assert (row.posts, row.district, row.is_open) == ([], None, False)
    assert ProfileLook.objects.filter(profile=row).count() == 1
    assert list(SelfAssessment.objects.all()) == [kept]
    assert AuditEntry.objects.filter(deed="profile.withdrawn", subject=f"talents.talentprofile:{mine.pk}").exists()
    others.refresh_from_db()
    assert others.headline != ""


def test_who_never_wrote_a_profile_closes_the_account_all_the_same():
    erasing.erase(who := person("路人", "passer"), by=who)
    assert not AuditEntry.objects.filter(deed="profile.withdrawn").exists()
