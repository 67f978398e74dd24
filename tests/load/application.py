"""The site as it runs in earnest (DEBUG off, behind TLS). Only static files, which no run asks for, are taken as they lie,
so that a run need not gather and compress them first.
"""

import os

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}

from config.wsgi import application  # noqa: E402  # once the settings stand

__all__ = ["application"]
