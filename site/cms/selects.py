"""Selects (下拉选择) of the whole house, public pages and admin alike: an empty choice is a word, never Django's dashes.

One renderer for every form: no form need name its empty choice, and none that is added can forget to.
"""

from pathlib import Path

from django.conf import settings
from django.forms import renderers
from django.template.backends.django import DjangoTemplates
from django.utils.functional import cached_property


class SpokenSelects(renderers.DjangoTemplates):
    """Django's own renderer, with two templates of ours before its own."""

    @cached_property
    def engine(self) -> DjangoTemplates:
        own = settings.BASE_DIR / "templates" / "widgets"
        theirs = Path(renderers.__file__).parent / "templates"
        return DjangoTemplates({"APP_DIRS": True, "DIRS": [own, theirs], "NAME": "forms", "OPTIONS": {}})
