"""Where the site keeps and finds its files: never the checkout itself."""

from pathlib import Path

import pytest
from django.conf import settings

from core.env import folder


@pytest.mark.parametrize(("told", "found"), [(None, "var"), ("", "var"), ("/srv/static", "/srv/static")])
def test_a_folder_that_is_named_by_nothing_is_not_named(monkeypatch, told, found):
    monkeypatch.delenv("HAIZHUN_STATIC", raising=False)
    if told is not None:
        monkeypatch.setenv("HAIZHUN_STATIC", told)
    assert folder("HAIZHUN_STATIC", Path("var")) == Path(found)


@pytest.mark.parametrize("name", ["STATIC_ROOT", "MEDIA_ROOT", "DATA_DIR", "KEYS_DIR"])
def test_no_folder_of_the_site_holds_its_code(name):
    """Whatever lies in the first is served to anybody, and every process reads all of it when it begins."""
    assert not settings.BASE_DIR.is_relative_to(Path(getattr(settings, name)).resolve())
