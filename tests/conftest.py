"""What every test stands on: a database with the shipped content, the cast, and the components a test may need.

The template database is migrated and loaded once, keyed by everything it is made from, and copied for each
worker. A test that commits (threads, a browser) has its database put back from the template afterwards.
Durability is switched off here (synchronous=OFF): the tests prove behaviour, `run.py faults` proves durability.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Browser

    from accounts.models import User
    from tests.template import Template

ROOT = Path(__file__).resolve().parents[1]
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
BASE = Path(os.environ.get("HAIZHUN_TEST_DATA", ROOT / "var" / "tests"))
DATA = BASE / WORKER
# Before Django reads its settings: nothing a test writes lands in the developer's own data.
os.environ |= {
    "HAIZHUN_DATA": str(DATA),
    "HAIZHUN_SECRET_KEY": "tests-only",
    "CELERY_TASK_ALWAYS_EAGER": "1",
    "HAIZHUN_EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
}
REMEDY = {
    "chromium": "apt-get install chromium",
    "postgres": "apt-get install postgresql, then DATABASE_URL=postgres://…",
    "redis": "apt-get install redis-server, then HAIZHUN_TEST_REDIS_URL=redis://…",
    "gettext": "apt-get install gettext",
    "poppler": "apt-get install poppler-utils",
}


def have(component: str) -> bool:
    match component:
        case "postgres":
            return os.environ.get("DATABASE_URL", "").startswith("postgres")
        case "redis":
            return bool(os.environ.get("HAIZHUN_TEST_REDIS_URL"))
        case "gettext":
            return shutil.which("msgfmt") is not None
        case "poppler":
            return shutil.which("pdftotext") is not None
    return any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))


def pytest_runtest_setup(item: pytest.Item) -> None:
    required = os.environ.get("HAIZHUN_REQUIRE", "").split(",")
    for component, remedy in REMEDY.items():
        if item.get_closest_marker(component) and not have(component):
            if component in required:
                pytest.fail(f"{component} is required here: {remedy}")
            pytest.skip(f"{component} is absent: {remedy}")


# --- the database ----------------------------------------------------------------------------------------


def _key() -> str:
    """Changes whenever anything the template database is made from changes."""
    digest = hashlib.sha256()
    patterns = (
        "**/migrations/*.py",
        "**/loading.py",
        "**/management/commands/*.py",
        "**/markdown.py",
        "**/models*.py",
        "**/models/*.py",
    )
    rooms = [ROOT / "site", ROOT / "courses", ROOT / "exams"]
    files = {path for room in rooms for pattern in patterns for path in room.glob(pattern)}
    files |= {path for path in (ROOT / "content").rglob("*") if path.is_file()} | {ROOT / "requirements-dev.lock"}
    for path in sorted(files):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    digest.update(os.environ.get("HAIZHUN_LOCK", "").encode())
    return digest.hexdigest()[:16]


@pytest.fixture(scope="session")
def template(django_db_blocker: Any) -> Iterator[Template]:
    from tests.template import Template

    with django_db_blocker.unblock():
        made = Template(BASE / "templates", _key(), WORKER)
        made.put_back()
        yield made
        made.drop()


@pytest.fixture(scope="session")
def django_db_setup(template: Template) -> None:
    """pytest-django's own set-up is replaced: each worker owns a copy of the template."""


@pytest.fixture(autouse=True)
def _put_back(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that commits leaves its worker's database as the template has it."""
    marker = request.node.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction")) or {"transactional_db", "live_server"} & set(request.fixturenames)
    yield
    if commits:
        request.getfixturevalue("template").put_back()


@pytest.fixture(autouse=True)
def _clean(settings: Any) -> Iterator[None]:
    """No page, limit or mail of one test reaches the next; passwords cost nothing."""
    from django.core.cache import caches

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    yield
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture
def content(db: None) -> None:
    """The shipped content is in every test database; asking for it by name says that the test uses it."""


# --- the cast --------------------------------------------------------------------------------------------


def _person(name: str, box: str, role: str = "") -> User:
    from allauth.account.models import EmailAddress
    from django.contrib.auth.models import Group

    from accounts.models import User

    user = User.objects.create_user(f"{box}@example.org", "correct horse battery", full_name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if role:
        user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


@pytest.fixture
def learner(db: None) -> User:
    return _person("林悦", "learner")


@pytest.fixture
def employer(db: None) -> User:
    return _person("陈工", "employer", "training_manager")


@pytest.fixture
def school(db: None) -> User:
    return _person("苏老师", "school", "school_editor")


@pytest.fixture
def regulator(db: None) -> User:
    return _person("何主管", "regulator", "regulator")


@pytest.fixture
def examiner(db: None) -> User:
    return _person("周考官", "examiner", "examiner")


@pytest.fixture
def stranger(db: None) -> User:
    return _person("路人", "stranger")


@pytest.fixture
def administrator(db: None) -> User:
    user = _person("管理员", "administrator", "administrator")
    user.is_staff = user.is_superuser = True
    user.save()
    return user


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """`client_of(learner)`: a browser in which that person is signed in."""
    from django.test import Client

    def client(user: User) -> Client:
        signed_in = Client()
        signed_in.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return signed_in

    return client


# --- the browser -----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    flags = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=flags)
        yield chromium
        chromium.close()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Words are compiled once, before any worker asks for them."""
    if WORKER == "main":
        import polib

        for po in (ROOT / "locale").rglob("*.po"):
            polib.pofile(str(po)).save_as_mofile(str(po.with_suffix(".mo")))


def text_of(pdf: Path) -> str:
    """What pdftotext reads from a PDF."""
    return subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
