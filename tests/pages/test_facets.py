"""For whom pages are and of which of the five fields: laid once, refused without, narrowed in the address, at the same cost."""

import re

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import CampaignPage, Material
from cms import tree
from cms.audience import Addressed, Audience
from cms.models import BasePage
from core.shipped import digest
from courses.models import CoursePage
from exams.models import Item
from pages.models import NoteIndexPage, NotePage
from statutes.models import QualityField

# Shelves and first pages lead to pages and are for whoever comes; a lesson is for the readers of its courses; a lesson
# plan is for schools, as its shelf says.
FOR_WHOEVER_COMES = {
    "campaigns.CampaignIndexPage", "courses.CourseIndexPage", "courses.LessonIndexPage", "courses.LessonPage", "pages.HomePage",
    "pages.NoteIndexPage", "schools.LessonPackPage", "schools.SchoolIndexPage", "schools.SchoolPage",
}  # fmt: skip


def links(html):
    """Label -> (address, number) of every choice that narrows."""
    found = re.findall(r'<li><a href="(\?[^"]*)"[^>]*><span>([^<]+)</span><span class="num muted">(\d+)</span>', html)
    return {label: (address.replace("&amp;", "&"), int(number)) for address, label, number in found}


def slugs(html):
    return re.findall(r'<li><h2><a href="/pages/([\w-]+)/"', html)


def test_five_fields_are_laid_each_with_the_department_that_leads_it(db):
    told = [(field.slug, field.lead_department) for field in QualityField.objects.all()]
    assert told == [
        ("industry", "工业和信息化部门"),
        ("product", "市场监管部门"),
        ("engineering", "住房城乡建设部门"),
        ("service", "商务部门"),
        ("environment", "生态环境部门"),
    ]


@pytest.mark.parametrize(
    ("slug", "position"), [("teaching", 5), ("product", 5), ("teaching", 6)], ids=["other", "twice", "sixth"]
)
def test_there_is_no_sixth_field(db, slug, position):
    QualityField.objects.filter(position=5).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        QualityField.objects.create(slug=slug, position=position, lead_zh="教育部门", lead_en="Education")


def test_every_kind_of_page_says_for_whom_it_is_or_is_for_whoever_comes():
    kinds = {model for model in apps.get_models() if issubclass(model, BasePage)}
    assert {kind._meta.label for kind in kinds if not issubclass(kind, Addressed)} == FOR_WHOEVER_COMES


def test_every_published_page_of_the_shipped_content_is_for_somebody(content):
    for model in (NotePage, CampaignPage, CoursePage):
        told = list(model.objects.live().values_list("audiences", flat=True))
        assert told
        assert all(set(one) and set(one) <= set(Audience.values) for one in told)
    assert all(Material.objects.values_list("audiences", flat=True))
    # Each of the five finds something, in each language.
    for language in ("zh-hans", "en"):
        notes = NotePage.objects.live().filter(locale__language_code=language)
        assert {value for one in notes.values_list("audiences", flat=True) for value in one} == set(Audience.values)


def test_the_shipped_files_carry_the_fields(content):
    assert {page.course.code: page.quality_fields for page in CoursePage.objects.select_related("course")} == {
        "CQO": ["industry", "product", "engineering", "service"],
        "QSD": ["product"],
        "QSO": ["product"],
    }
    assert Item.objects.get(code="CON-S-022").quality_fields == ["product"]
    assert set(Item.objects.in_field("service").values_list("objective", flat=True)) >= {"LAW-01", "STR-05"}
    assert not Item.objects.in_field("service").filter(objective="SPC-02").exists()
    assert NotePage.objects.filter(slug="public-remedy", quality_fields=["product", "service"]).count() == 2
    assert CampaignPage.objects.get(year=2026, locale__language_code="zh-hans").quality_fields == list(QualityField.Slug.values)


@pytest.mark.parametrize("told", [[], ["public", "nobody"], "public"], ids=["none", "unknown", "text"])
def test_a_page_for_nobody_is_refused(content, told):
    page = NotePage.objects.get(slug="about", locale__language_code="zh-hans")
    page.audiences = told
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert "audiences" in refused.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        NotePage.objects.filter(pk=page.pk).update(audiences=[])


@pytest.mark.parametrize("deed", [{}, {"action-publish": "1"}], ids=["draft", "publish"])
def test_an_editor_is_refused_without_in_words(content, admin_client, deed):
    page = NotePage.objects.get(slug="about", locale__language_code="zh-hans")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    told = {"title": page.title, "slug": page.slug, "text": page.text, "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    answer = admin_client.post(address, {**told, **deed})
    assert "至少" in answer.content.decode()
    page.refresh_from_db()
    assert page.latest_revision is None or page.latest_revision.as_object().audiences == ["public"]
    assert admin_client.post(address, {**told, **deed, "audiences": ["public", "enterprise"]}).status_code == 302
    page.refresh_from_db()
    assert page.latest_revision.as_object().audiences == ["enterprise", "public"]


def test_what_was_loaded_before_pages_had_facets_counts_as_untouched():
    note = NotePage(title="题目", text="一段话。", cites="", checked="2026-11")
    assert note.fingerprint == digest("题目", "一段话。", "", "2026-11")
    note.quality_fields = ["product"]
    assert note.fingerprint != digest("题目", "一段话。", "", "2026-11")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_shelf_is_narrowed_by_links_whose_numbers_hold(content, client, prefix):
    first = client.get(f"{prefix}/pages/").content.decode()
    choices = links(first)
    assert len(choices) >= 9
    for label, (address, number) in choices.items():
        shown = client.get(f"{prefix}/pages/{address}").content.decode()
        assert shown.count("<li><h2>") == number, label
    both = client.get(f"{prefix}/pages/?audience=enterprise&field=product").content.decode()
    assert both.count("<li><h2>") == 3
    assert both.count('aria-current="true"') >= 2


def test_the_shelf_shows_what_is_for_those_asked_for_alone(content, client):
    told = slugs(client.get("/pages/?audience=department").content.decode())
    assert set(told) == {"help-administrator", "help-examiner", "help-regulator"}
    whole = len(slugs(client.get("/pages/").content.decode()))
    assert len(slugs(client.get("/pages/?audience=nobody&field=<script>").content.decode())) == whole


def test_the_shelf_asks_the_same_queries_for_few_notes_and_for_many(db, client):
    shelf = tree.home(tree.locale()).add_child(instance=NoteIndexPage(title="说明", slug="pages"))

    def asked(first, last):
        for n in range(first, last):
            told = {"audiences": [list(Audience.values)[n % 5]], "quality_fields": [list(QualityField.Slug.values)[n % 5]]}
            shelf.add_child(instance=NotePage(title=f"第{n}篇", slug=f"n{n}", text="一段话。", **told))
        client.get("/pages/?audience=public&page=9")
        with CaptureQueriesContext(connection) as queries:
            told = slugs(client.get(f"/pages/?audience=enterprise&field=industry&n={last}").content.decode())
        return len(told), len(queries)

    few, many = asked(0, 5), asked(5, 20)
    assert (few[0], many[0]) == (1, 4)
    assert few[1] == many[1] <= 12


def test_a_page_of_the_tree_says_for_whom_it_is_and_leads_to_its_fields(content, client):
    page = client.get("/pages/public-remedy/").content.decode()
    assert "面向：公众" in page
    assert 'href="/fields/product/">产品质量</a>' in page
    month = client.get("/quality-month/2026/").content.decode()
    assert "面向：企业、行业协会" in month
    assert 'href="/fields/environment/">生态环境质量</a>' in month


@pytest.mark.parametrize(("prefix", "name", "lead"), [("", "服务质量", "商务部门"), ("/en", "Service quality", "Commerce")])
def test_a_field_names_who_leads_it_and_what_is_about_it(content, client, prefix, name, lead):
    html = client.get(f"{prefix}/fields/service/").content.decode()
    assert f"<h1>{name}</h1>" in html
    assert lead in html
    assert f'href="{prefix}/courses/cqo/"' in html
    assert f'href="{prefix}/courses/qso/"' not in html
    assert f'href="{prefix}/pages/public-remedy/"' in html
    assert client.get(f"{prefix}/fields/teaching/").status_code == 404
