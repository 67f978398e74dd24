"""The cast: the same people in every test, told once."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from accounts.models import User

PASSWORD = "correct horse battery"


def person(name: str, box: str, role: str = "") -> "User":
    """Someone who has signed up and confirmed the address; with a role, in its group."""
    from allauth.account.models import EmailAddress
    from django.contrib.auth.models import Group

    from accounts import roles
    from accounts.models import User

    rank = {"is_staff": True, "is_superuser": True} if role == roles.ADMINISTRATOR else {}
    user = User.objects.create_user(f"{box}@example.org", PASSWORD, full_name=name, **rank)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def learner(db: None) -> "User":
    return person("林悦", "linyue")


@pytest.fixture
def employer(db: None) -> "User":
    """Answers for training in a firm."""
    return person("陈工", "chen", "training_manager")


@pytest.fixture
def school(db: None) -> "User":
    """Writes teaching material at a school."""
    return person("苏老师", "su", "school_editor")


@pytest.fixture
def regulator(db: None) -> "User":
    """Looks after quality for the city."""
    return person("何主管", "he", "regulator")


@pytest.fixture
def examiner(db: None) -> "User":
    return person("周考官", "zhou", "examiner")


@pytest.fixture
def colleague(db: None) -> "User":
    """The examiner who looks at what the other wrote."""
    return person("吴考官", "wu", "examiner")


@pytest.fixture
def administrator(db: None) -> "User":
    return person("郑管理", "zheng", "administrator")


@pytest.fixture
def stranger(db: None) -> "User":
    """Has an account and no business here."""
    return person("路人", "luren")
