"""Styles and scripts of more than one release beside one another (静态文件)."""

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class OfThisRelease(CompressedManifestStaticFilesStorage):
    """WhiteNoise's, with a list of files for each folder that a program lies in.

    The files bear their content in their names and stand side by side. With one list for all, a process of the old release
    that begins after the new one's `collectstatic` would look for names that are not in it.
    """

    manifest_name = f"staticfiles-{settings.BASE_DIR.name}.json"
