import pytest

from accounts.models import User
from tests.cast import person


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_committing_test_leaves_behind_is_gone_for_the_next(turn):
    assert not User.objects.exists()
    person("林悦", "linyue")


def test_the_administrator_may_everything(administrator):
    assert administrator.is_superuser


def test_the_learner_has_no_role(learner, client_of):
    assert not learner.groups.exists()
    assert client_of(learner).get("/healthz").status_code == 200
