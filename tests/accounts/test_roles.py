import pytest
from django.contrib.auth.models import Group, Permission
from django.utils.translation import override

from accounts import roles

pytestmark = pytest.mark.django_db


def test_every_role_is_laid_out_and_wagtails_own_groups_are_gone():
    assert set(Group.objects.values_list("name", flat=True)) == set(roles.LABELS)


def test_laying_them_again_changes_nothing():
    before = list(Group.permissions.through.objects.values_list("group", "permission"))
    roles.lay()
    assert list(Group.permissions.through.objects.values_list("group", "permission")) == before


def test_what_an_operator_gave_besides_stays():
    group = Group.objects.get(name=roles.EXAMINER)
    more = Permission.objects.get(codename="change_identity")
    group.permissions.add(more)
    roles.lay()
    assert more in group.permissions.all()


def test_each_permission_named_in_the_table_exists():
    named = [grant for table in (roles.GRANTS, roles.FILES) for grants in table.values() for grant in grants]
    for grant in named:
        app, codename = grant.split(".")
        assert Permission.objects.filter(content_type__app_label=app, codename=codename).exists(), grant


def test_a_group_reads_as_its_role_in_the_language_of_the_reader():
    examiner = Group.objects.get(name="examiner")
    assert str(examiner) == "考官"
    with override("en"):
        assert str(examiner) == "Examiner"
    assert str(Group(name="夜班编辑")) == "夜班编辑"


@pytest.mark.parametrize("role", ["learner", "employer", "stranger"])
def test_who_works_on_the_public_side_does_not_enter_the_admin(request, client_of, role):
    assert client_of(request.getfixturevalue(role)).get("/cms/").status_code == 302


@pytest.mark.parametrize("role", ["school", "regulator", "examiner", "administrator"])
def test_who_works_in_the_admin_enters_it(request, client_of, role):
    assert client_of(request.getfixturevalue(role)).get("/cms/").status_code == 200


@pytest.mark.parametrize(
    ("role", "opens", "shut"),
    [
        ("examiner", ["exams/item", "exams/sitting", "exams/examversion"], ["certificates/certificate", "statutes/article"]),
        ("regulator", ["exams/examversion", "certificates/schemeversion"], ["exams/item", "certificates/certificate"]),
        ("school", [], ["exams/item", "exams/sitting", "certificates/certificate"]),
    ],
)
def test_a_role_opens_what_it_works_with_and_nothing_else(request, client_of, role, opens, shut):
    browser = client_of(request.getfixturevalue(role))
    assert {room: browser.get(f"/cms/snippets/{room}/").status_code for room in opens} == dict.fromkeys(opens, 200)
    assert {room: browser.get(f"/cms/snippets/{room}/").status_code for room in shut} == dict.fromkeys(shut, 302)


@pytest.mark.parametrize("role", ["school", "regulator", "examiner"])
@pytest.mark.parametrize(
    "path", ["/cms/users/", "/cms/groups/", "/cms/settings/cms/identity/1/", "/cms/sites/", "/cms/workflows/list/"]
)
def test_only_an_administrator_sees_people_roles_and_settings(request, client_of, role, path):
    assert client_of(request.getfixturevalue(role)).get(path).status_code in (302, 404)
