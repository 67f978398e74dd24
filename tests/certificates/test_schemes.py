"""The next version of a scheme: drafted in forms, held to its words, published by another person, never changed again."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from certificates import drafting, terms
from certificates.models import Scheme, SchemeDraft, SchemeVersion
from core.dates import today
from core.models import AuditEntry
from tests.reading import english

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schemes")]
LIST = "/cms/snippets/certificates/schemeversion/"


@pytest.fixture
def draft(administrator):
    return drafting.draft(scheme=Scheme.objects.get(code="CQO"), by=administrator)


def form_of(draft: SchemeDraft, **changes: object) -> dict[str, object]:
    """What the draft's page would send as it stands."""
    demands = draft.demands
    sent: dict[str, object] = {
        "effective_from": draft.effective_from.isoformat(),
        "title_zh": draft.title_zh,
        "title_zh_hant": draft.title_zh_hant,
        "title_en": draft.title_en,
        "disclaimer": draft.disclaimer,
        "validity_months": draft.validity_months,
        "grace_days": draft.grace_days,
        "training_hours": demands.training_hours,
        "decided": "on" if demands.is_decided else "",
        "routes": list(demands.routes),
        **terms.renewal_values(draft),
    }
    sent |= {f"wording-{route}-{language}": text for (route, language), text in drafting.wordings(draft)}
    for prefix, texts in (("entry", demands.entry), ("pledges", demands.pledges)):
        sent |= {f"{prefix}-TOTAL_FORMS": len(texts) + 2, f"{prefix}-INITIAL_FORMS": len(texts)}
        for place, text in enumerate(texts):
            sent |= {f"{prefix}-{place}-zh": text["zh-hans"], f"{prefix}-{place}-en": text["en"]}
    count = len(demands.requirements)
    sent |= {"evidence-TOTAL_FORMS": count + 2, "evidence-INITIAL_FORMS": count}
    for place, one in enumerate(demands.requirements):
        sent |= {f"evidence-{place}-code": one.code, f"evidence-{place}-routes": list(one.routes)}
        sent |= {f"evidence-{place}-zh": one.text["zh-hans"], f"evidence-{place}-en": one.text["en"]}
    return {**sent, **changes}


def test_the_shipped_schemes_say_who_decides_and_what_is_to_be_shown():
    demands = {code: SchemeVersion.objects.get(scheme__code=code).demands for code in ("CQO", "QSD", "QSO")}
    assert [demands[code].is_decided for code in ("CQO", "QSD", "QSO")] == [True, True, False]
    assert [one.code for one in demands["CQO"].on("trained")] == ["education", "work", "nomination", "capstone"]
    assert [one.code for one in demands["CQO"].on("examined")] == ["education", "work", "nomination", "equivalent", "capstone"]
    assert [one.code for one in demands["QSD"].on("trained")] == ["education", "work", "month_file"]
    assert demands["QSO"].requirements == ()
    assert [len(demands[code].entry) for code in ("CQO", "QSD", "QSO")] == [3, 3, 3]


def test_a_draft_starts_as_a_copy_and_sending_it_back_unchanged_changes_nothing(draft, administrator, client_of):
    before = terms.lines(draft)
    assert client_of(administrator).post(f"{LIST}draft/CQO/", form_of(draft)).status_code == 302
    draft.refresh_from_db()
    assert terms.lines(draft) == before
    assert terms.changes(draft.based_on, draft) == []
    assert drafting.draft(scheme=draft.scheme, by=administrator) == draft


def test_what_is_written_in_the_forms_becomes_the_next_version(draft, administrator, second, client_of):
    sent = form_of(draft, validity_months=48, hours=60, **{"evidence-4-code": "practical"})
    sent |= {
        "evidence-5-code": "month_file",
        "evidence-5-zh": "一个月的记录",
        "evidence-5-en": "One month",
        "evidence-5-routes": ["trained"],
    }
    sent |= {"evidence-0-DELETE": "on", "entry-3-zh": "另一种情形", "entry-3-en": "Another case"}
    assert client_of(administrator).post(f"{LIST}draft/CQO/", sent).status_code == 302
    said = client_of(second).post(f"{LIST}draft/CQO/publication/", follow=True)
    version = SchemeVersion.objects.get(scheme__code="CQO", number=2)
    assert "第2版已发布" in said.content.decode()
    assert (version.validity_months, version.renewal["hours"], version.published_by) == (48, 60, second)
    assert [one.code for one in version.demands.requirements] == ["work", "nomination", "equivalent", "practical", "month_file"]
    assert version.demands.find("examined", "month_file") is None
    assert version.demands.entry[3]["zh-hans"] == "另一种情形"
    assert not SchemeDraft.objects.exists()
    assert AuditEntry.objects.get(deed="scheme.published").data["writers"] == [administrator.pk]


def test_whoever_wrote_on_a_draft_does_not_publish_it(draft, administrator, second, client_of):
    for writer in (administrator, second):
        draft.validity_months += 12
        drafting.write(draft=draft, by=writer)
    said = client_of(second).post(f"{LIST}draft/CQO/publication/", follow=True).content.decode()
    assert "您参与了这份草稿的编写" in said
    assert 'action="/cms/snippets/certificates/schemeversion/draft/CQO/publication/"' not in said
    with pytest.raises(drafting.OwnWork):
        drafting.publish(draft=draft, by=administrator)
    assert SchemeVersion.objects.filter(scheme=draft.scheme).count() == 1


def test_the_regulator_reads_and_publishes_but_does_not_write(draft, administrator, regulator, client_of):
    draft.grace_days = 90
    drafting.write(draft=draft, by=administrator)
    browser = client_of(regulator)
    page = browser.get(f"{LIST}draft/CQO/").content.decode()
    assert "90" in page
    assert 'name="grace_days"' not in page
    assert browser.post(f"{LIST}draft/CQO/", form_of(draft)).status_code == 403
    assert browser.post(f"{LIST}drafts/", {"scheme": "QSD"}).status_code in (302, 403)
    assert not SchemeDraft.objects.filter(scheme__code="QSD").exists()
    browser.post(f"{LIST}draft/CQO/publication/")
    assert SchemeVersion.objects.get(scheme__code="CQO", number=2).published_by == regulator


@pytest.mark.parametrize("who", ["stranger", "examiner", "school"])
def test_nobody_else_comes_near_a_draft(draft, request, client_of, who):
    browser = client_of(request.getfixturevalue(who))
    for answer in (
        browser.get(f"{LIST}draft/CQO/"),
        browser.post(f"{LIST}draft/CQO/", form_of(draft, grace_days=1)),
        browser.post(f"{LIST}draft/CQO/publication/"),
        browser.post(f"{LIST}draft/CQO/removal/"),
    ):
        assert answer.status_code in (302, 403)
    draft.refresh_from_db()
    assert draft.grace_days == 180
    assert SchemeVersion.objects.filter(scheme=draft.scheme).count() == 1


ONE_FILE = [{"code": "work", "text": {"zh-hans": "证", "en": "a"}}]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title_zh": "全国首席质量官职业资格证书"}, "全国、职业资格"),
        ({"wording": {"examined": {"zh-hans": "岗位合格，特发此证。", "en": "passed."}}}, "岗位合格"),
        ({"wording": {"trained": {"zh-hans": "学习合格。", "en": "{hours} hours"}}}, "{hours}"),
        ({"wording": {"examined": {"zh-hans": "{hours}学时", "en": "passed."}}}, "{hours}"),
        ({"effective_from": dt.date(2020, 1, 1)}, "已经过去"),
        ({"requirements": {"decided": False, "entry": [], "evidence": ONE_FILE}}, "由人决定"),
        ({"requirements": {"decided": True, "entry": []}}, "报名条件"),
        ({"requirements": {"decided": True, "entry": [{"zh-hans": "本科", "en": ""}]}}, "中文和英文"),
        ({}, "内容相同"),
    ],
)  # fmt: skip
def test_a_draft_with_a_fault_is_not_published_and_the_fault_is_named(draft, second, change, words):
    for name, value in change.items():
        setattr(draft, name, value)
    draft.save()
    with pytest.raises(drafting.Unfit) as refusal:
        drafting.publish(draft=draft, by=second)
    assert words in "".join(refusal.value.faults)
    assert SchemeVersion.objects.filter(scheme=draft.scheme).count() == 1


def test_a_form_with_mistakes_is_shown_again_and_nothing_is_kept(draft, administrator, client_of):
    sent = form_of(draft, validity_months="", **{"entry-3-zh": "只有中文"})
    answer = client_of(administrator).post(f"{LIST}draft/CQO/", sent)
    assert answer.status_code == 422
    assert "草稿没有保存" in answer.content.decode()
    assert "只有中文" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.validity_months == 36


def test_a_published_version_cannot_be_rewritten_even_by_sql():
    version = SchemeVersion.objects.first()
    for sql in ("UPDATE certificates_schemeversion SET validity_months = 1", "DELETE FROM certificates_schemeversion"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    version.refresh_from_db()
    assert version.validity_months == 36


def test_a_version_shows_what_it_changed_in_words(draft, administrator, second, client_of):
    draft.validity_months, draft.effective_from = 48, today() + dt.timedelta(days=30)
    drafting.write(draft=draft, by=administrator)
    version = drafting.publish(draft=draft, by=second)
    page = client_of(administrator).get(f"{LIST}inspect/{version.pk}/").content.decode()
    changed = page.partition("与第1版的不同")[2].partition("全部内容")[0]
    assert "有效期（月）" in changed
    assert "36" in changed
    assert "48" in changed
    assert "钱主任" in page
    # In force only from its day on.
    assert version.scheme.versions.in_force(today()).first().number == 1
    assert version.scheme.versions.in_force(version.effective_from).first() == version


def test_a_draft_can_be_thrown_away(draft, administrator, client_of):
    assert client_of(administrator).post(f"{LIST}draft/CQO/removal/").status_code == 302
    assert not SchemeDraft.objects.exists()
    assert client_of(administrator).get(f"{LIST}draft/CQO/").status_code == 404


def test_the_pages_of_a_draft_hold_no_english_but_the_english_edition(draft, administrator, client_of):
    page = client_of(administrator).get(f"{LIST}draft/QSO/")
    assert page.status_code == 404
    drafting.draft(scheme=Scheme.objects.get(code="QSO"), by=administrator)
    shown = client_of(administrator).get(f"{LIST}draft/QSO/").content.decode()
    head = shown.partition('<form method="post" class="rules-form"')[0]
    assert english(head, "QSO", "Wagtail", "JavaScript", "URL", "Ctrl.*", "[a-z_]+") == []
