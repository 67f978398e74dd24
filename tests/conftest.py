"""What every test stands on: a database of its own, the cast, and the components a test may need.

A test starts from an empty house, or, when it asks for `content`, from one with the shipped content loaded. A test that
commits (threads, a browser) has its database put back afterwards. Durability is switched off here
(synchronous=OFF): these tests prove behaviour. Tasks run at commit, in the test's own process.
"""

import datetime as dt
import gettext
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Generator, Iterator
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from django.utils.translation import trans_real

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User
    from tests.template import Stage, Template

pytest_plugins = ["tests.browser", "tests.cast", "tests.examples"]
# A busy machine is slow, not wrong: properties are judged by what they find, not by the clock.
hypothesis.settings.register_profile("haizhun", deadline=None)
hypothesis.settings.load_profile("haizhun")
REMEDY = {
    "chromium": "apt-get install chromium",
    "postgres": "apt-get install postgresql, then DATABASE_URL=postgres://…",
    "redis": "apt-get install redis-server",
    "gettext": "apt-get install gettext",
    "poppler": "apt-get install poppler-utils",
    "nginx": "apt-get install nginx",
    "openssl": "apt-get install openssl",
}
ROOT = Path(__file__).resolve().parents[1]
# Rooms whose things are Wagtail's pages.
_WAGTAIL_FOLDERS = {"cms", "pages", "statutes", "campaigns", "schools", "courses"}
TOOLS = {
    "chromium": "chromium",
    "redis": "redis-server",
    "gettext": "msgfmt",
    "poppler": "pdftotext",
    "nginx": "nginx",
    "openssl": "openssl",
}
# Whoever asks for one of these has a database behind it.
_DATABASE = {"db", "transactional_db", "live_server"}
MADE: pytest.StashKey["Template"] = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    """Words are compiled once, before any worker asks for them."""
    from django.conf import settings

    from core.words import compile_all

    # What a test puts into the bank is there for the next line. (The rush is tested where it is meant.)
    settings.EXAM_STOCK_SECONDS = 0
    # A test sets the clock of this process, not of the database. (The database's is tested in core/test_clock.py.)
    settings.EXAM_CLOCK_SECONDS = 0
    if not hasattr(config, "workerinput"):
        compile_all()
        _read_words_anew()


def _read_words_anew() -> None:
    """Django has read its catalogues already, in a fresh checkout before there were any."""
    gettext._translations.clear()  # type: ignore[attr-defined]  # where the standard library keeps them
    vars(trans_real).update(_translations={}, _default=None)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What `run.py test` checked before it called pytest, told where one looks: at the end."""
    if static := os.environ.get("HAIZHUN_CHECKED"):
        terminalreporter.write_line(f"format, lint, types, layers, migrations, words: {static}")


@pytest.fixture(autouse=True)
def one_span_for_limits(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test begins at a full hour for the limits: no minute ends while it counts up to one. Who sets the clock may say."""
    from core import dates, limiting

    if "time_machine" in request.fixturenames:
        return
    begun = dt.timedelta(seconds=dates.now().timestamp() % limiting.HOUR)
    monkeypatch.setattr(limiting, "now", lambda: dates.now() - begun)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """A test that meets Wagtail or a database is marked so: another Wagtail, another database are asked with these (.ci/run)."""
    meets = {path: _meets_wagtail(path) for path in {item.path for item in items}}
    for item in items:
        if meets[item.path]:
            item.add_marker("wagtail")
        if item.get_closest_marker("django_db") or _DATABASE & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")
    yield
    items[:] = _in_good_order(items)


def _in_good_order(items: list[pytest.Item]) -> list[pytest.Item]:
    """However they were shuffled. Those before a browser come last: its loop runs in the thread of the tests from then on, and
    signing starts one of its own; of them the journeys first, for a long one at the end would keep every other worker waiting.
    What needs no database comes where the second worker begins (xdist gives each an eighth at first): the first makes it then.
    """
    watched = [item for item in items if "browser" in getattr(item, "fixturenames", ())]
    others = [item for item in items if "browser" not in getattr(item, "fixturenames", ())]
    pure = [item for item in others if not item.get_closest_marker("database")]
    rest = [item for item in others if item.get_closest_marker("database")]
    watched.sort(key=lambda item: "journeys" not in item.path.parts)
    eighth = len(items) // 8
    return [*rest[:eighth], *pure, *rest[eighth:], *watched]


def _meets_wagtail(path: Path) -> bool:
    """By its folder, or because it names Wagtail or goes into the admin. (Its lock alone is not Wagtail.)"""
    if not path.is_relative_to(ROOT / "tests"):
        return False  # an example in the code itself
    inside = path.relative_to(ROOT / "tests").parts[0]
    return inside in _WAGTAIL_FOLDERS or bool(
        re.search(r"wagtail(?!8\.lock)|/cms/", path.read_text(encoding="utf-8"), re.IGNORECASE)
    )


# --- components ------------------------------------------------------------------------------------------


def have(component: str) -> bool:
    """Whether this machine has it. PostgreSQL: whether the suite runs on it."""
    if component == "postgres":
        return os.environ.get("DATABASE_URL", "").startswith("postgres")
    return shutil.which(TOOLS[component]) is not None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test marked with a component that is absent is skipped, or fails where HAIZHUN_REQUIRE names it."""
    required = os.environ.get("HAIZHUN_REQUIRE", "").split(",")
    for component, remedy in REMEDY.items():
        if item.get_closest_marker(component) and not have(component):
            if component in required:
                pytest.fail(f"{component} is required here: {remedy}", pytrace=False)
            pytest.skip(f"{component} is absent: {remedy}")
    made = item.config.stash.get(MADE, None)
    if made is not None:
        made.use(_stage(item))


def _stage(item: pytest.Item) -> "Stage":
    return "loaded" if "content" in getattr(item, "fixturenames", ()) else "empty"


# --- the database and everything else that is written -------------------------------------------------------


@pytest.fixture(scope="session")
def small_machine(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Path]:
    """What a test writes lands in a folder of its own, never in the developer's data; the folder."""
    from django.conf import settings
    from django.test import override_settings

    from config.celery import app

    data = tmp_path_factory.mktemp("data")
    # Workers share one Redis server: each has a database of its own there. So, mostly, have two runs without workers: what one
    # empties after each test, the other would ask anew in the midst of counting.
    number = int(worker_id.removeprefix("gw")) if worker_id != "master" else os.getpid() % 15
    redis = settings.REDIS_URL.rpartition("/")[0] + f"/{1 + number}"
    caches: Any = deepcopy(settings.CACHES)
    for name, cache in caches.items():
        cache["LOCATION"] = redis if settings.REDIS_URL else str(data / f"cache-{name}")
    storages: Any = deepcopy(settings.STORAGES)
    storages["artefacts"]["OPTIONS"]["location"] = str(data / "artefacts")
    _keep_films(data / "artefacts", settings.CONTENT_DIR / "media")
    app.conf.update(
        broker_url="memory://localhost/", broker_transport_options={}, task_always_eager=True, task_eager_propagates=True
    )
    with (
        override_settings(
            DATA_DIR=data,
            KEYS_DIR=data / "keys",
            MEDIA_ROOT=data / "media",
            STORAGES=storages,
            CACHES=caches,
            PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        ),
        pytest.MonkeyPatch.context() as patch,
    ):
        _look_for_static_files_once(patch)
        yield data


def _look_for_static_files_once(patch: pytest.MonkeyPatch) -> None:
    """Each client of a test has a middleware of its own, which would look for every static file anew: a sixth of all the time."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    look, found = WhiteNoiseMiddleware.add_files_from_finders, dict[str, Any]()

    def add_files(middleware: Any) -> None:
        if not found:
            look(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", add_files)


def _keep_films(artefacts: Path, shipped: Path) -> None:
    """The loaded database comes from a template; the files its films are kept in do not, so they are put there."""
    for film in shipped.glob("*.mp4"):
        digest = hashlib.sha256(film.read_bytes()).hexdigest()
        place = artefacts / "media" / digest[:2] / digest
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(film, place)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    small_machine: Path,
    django_db_blocker: Any,
    worker_id: str,
) -> Iterator["Template"]:
    """In place of pytest-django's own: a copy of the template, and restoring it instead of emptying every table."""
    from django.conf import settings
    from django.test import TransactionTestCase

    from tests.template import Template

    kept = Path(os.environ.get("HAIZHUN_DATA", settings.BASE_DIR / "var"))
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        made = Template(kept / "tests", small_machine, f"{worker_id}_{os.getpid()}")
        # Append-only tables refuse to be emptied, and an empty house is not what the next test expects.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: made.put_back())
        made.use(_stage(request._pyfuncitem))
        request.config.stash[MADE] = made
        yield made
        made.drop()


@pytest.fixture(autouse=True)
def _forget(request: pytest.FixtureRequest) -> Iterator[None]:
    """No page, limit or count of one test reaches the next, nor the language its last request was answered in."""
    yield
    from django.core.cache import caches
    from django.utils import translation

    from core import memory

    translation.deactivate()
    memory.forget_all()

    # A live server fills them in a thread of its own, so this thread may not have opened them; only a test's own are emptied.
    for cache in caches.all(initialized_only=MADE not in request.config.stash):
        cache.clear()


@pytest.fixture
def content(db: None) -> None:
    """Ask for this and the shipped content is in the database."""


@pytest.fixture
def client_of() -> Callable[["User"], "Client"]:
    """`client_of(learner)`: a browser in which that person is signed in."""
    from django.test import Client

    def client(user: "User") -> "Client":
        signed_in = Client()
        signed_in.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return signed_in

    return client
