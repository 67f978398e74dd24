"""Schools use a resource, rate it and adapt it; the author sees where, and stays named."""

import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from schools import adapting, adopting, reviewing
from schools.models import Adoption, LessonPackPage, Rating
from schools.traits import Licence
from tests.schools.making import approvers, fresh, make_pack, make_school, published, teacher
from tests.schools.test_library import attached


@pytest.fixture
def home(db):
    return make_school()


@pytest.fixture
def by(db):
    return approvers()


@pytest.fixture
def page(home, by):
    return published(home, by=by)


@pytest.fixture
def jida(db):
    return make_school("jida", "吉大小学")


@pytest.fixture
def lin(jida):
    return teacher(jida, "林老师", "lin")


def test_a_school_uses_it_and_both_pages_say_so(page, jida, lin, client, client_of):
    address = f"/resources/{page.key}/adoption/"
    assert client_of(lin).post(address).status_code == 302
    assert client_of(lin).post(address).status_code == 302, "twice is once"
    assert Adoption.objects.get().school == jida
    told = client.get(page.get_url()).content.decode()
    assert "吉大小学" in told
    assert "1所学校" in told
    assert page.title in client.get("/schools/jida/").content.decode()
    assert "1所学校使用" in client.get("/resources/").content.decode()
    client_of(lin).post(address, {"ended": "1"})
    assert not Adoption.objects.exists()
    assert "吉大小学" not in client.get(page.get_url()).content.decode(), "the kept page is made anew"


def test_only_a_teacher_of_the_school_says_what_it_uses(page, jida, home, lin, learner, client, client_of):
    address = f"/resources/{page.key}/adoption/"
    assert client_of(learner).post(address).status_code == 403
    assert client.post(address).status_code == 302
    assert client.get(address).status_code == 405
    assert client_of(lin).post(address, {"school": home.pk}).status_code == 404
    with pytest.raises(PermissionDenied):
        adopting.adopt(page, school=home, by=lin)
    with pytest.raises(ValidationError):
        adopting.adopt(page, school=home, by=teacher(home))
    draft = make_pack(home)
    assert client_of(lin).post(f"/resources/{draft.key}/adoption/").status_code == 404
    assert not Adoption.objects.exists()


def test_the_average_is_told_from_three_ratings_on(page, client, client_of):
    for number, stars in enumerate((5, 4), 1):
        adopting.rate(page, stars=stars, by=teacher(make_school(f"s{number}", f"学校{number}"), f"老师{number}", f"t{number}"))
    assert adopting.figures(page).average is None
    assert "4.5" not in client.get(page.get_url()).content.decode()
    third = teacher(make_school("s3", "学校3"), "老师3", "t3")
    assert client_of(third).post(f"/resources/{page.key}/rating/", {"stars": "3"}).status_code == 302
    assert adopting.figures(page).average == 4.0
    assert "4.0分" in client.get(page.get_url()).content.decode()
    assert "4.0分" in client.get("/resources/?r").content.decode()


def test_one_teacher_has_one_rating_and_may_change_it(page, lin):
    adopting.rate(page, stars=2, by=lin)
    adopting.rate(page, stars=5, by=lin)
    assert Rating.objects.get().stars == 5
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(page=page, by=lin, stars=1)


@pytest.mark.parametrize("stars", ["0", "6", "x", ""])
def test_a_rating_of_no_sense_is_refused(stars, page, lin, client_of):
    told = client_of(lin).post(f"/resources/{page.key}/rating/", {"stars": stars}, follow=True).content.decode()
    assert "1到5分" in told
    assert not Rating.objects.exists()


def test_nobody_rates_the_resource_of_his_own_school_nor_without_one(page, home, learner, client_of):
    with pytest.raises(ValidationError):
        adopting.rate(page, stars=5, by=teacher(home))
    assert client_of(learner).post(f"/resources/{page.key}/rating/", {"stars": "5"}).status_code == 403


def test_an_adaptation_is_a_draft_that_names_the_author_for_good(page, jida, lin, by, client, client_of):
    attached(page)
    assert client_of(lin).post(f"/resources/{page.key}/adaptation/").status_code == 302
    copy = LessonPackPage.objects.child_of(jida).get()
    assert not copy.live
    assert copy.based_on_id == page.pk
    assert "拱北小学" in copy.attribution
    assert "CC BY 4.0" in copy.attribution
    file = copy.files.get()
    assert file.code != page.files.get().code
    assert client.get(f"/resources/files/{file.code}/").status_code == 404, "the copy is private, the original is not"
    reviewing.submit(fresh(copy), by=lin)
    for who in by:
        reviewing.approve(fresh(copy), by=who)
    copy = fresh(copy)
    assert copy.live
    told = client.get(copy.get_url()).content.decode()
    assert "拱北小学" in told
    assert copy.title in client.get(page.get_url()).content.decode()
    content = b"".join(client.get(f"/resources/{copy.key}.zip").streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "拱北小学" in archive.read("许可.txt").decode()
    page.delete()
    assert "拱北小学" in fresh(copy).attribution, "the original goes, its author stays named"


def test_what_may_only_be_used_is_not_adapted(home, by, jida, lin, client_of):
    page = published(home, by=by, licence=Licence.SCHOOL)
    with pytest.raises(ValidationError):
        adapting.adapt(page, school=jida, by=lin)
    client_of(lin).post(f"/resources/{page.key}/adaptation/")
    assert not LessonPackPage.objects.child_of(jida).exists()


@pytest.mark.parametrize("chosen", [Licence.BY, Licence.SCHOOL])
def test_an_adaptation_keeps_share_alike(chosen, home, by, jida, lin):
    page = published(home, by=by, licence=Licence.BY_SA)
    copy = adapting.adapt(page, school=jida, by=lin)
    copy.licence = chosen
    with pytest.raises(ValidationError) as fault:
        copy.full_clean()
    assert "licence" in fault.value.message_dict


def test_the_page_asks_the_same_for_two_schools_and_for_twenty(page, client):
    def asked(number):
        client.get(f"{page.get_url()}?w={number}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{page.get_url()}?n={number}").status_code == 200
        return len(queries)

    counts = []
    for upto in (2, 20):
        for number in range(Adoption.objects.count(), upto):
            school = make_school(f"q{number}", f"用校{number}")
            Adoption.objects.create(page=page, school=school, by=teacher(school, "老师", f"q{number}"))
        counts.append(asked(upto))
    assert counts[0] == counts[1]
