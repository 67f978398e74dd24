"""Settings of files: styles and scripts, what is uploaded, issued documents, films; part of settings.py."""

from config.ground import BASE_DIR, DATA_DIR, DEBUG
from core import object_store
from core.env import env, folder, secret

STATIC_URL = "/static/"
# Where collectstatic puts them: a release brings its own, beside the data (site/config/deploy/Containerfile).
STATIC_ROOT = folder("HAIZHUN_STATIC", DATA_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_MAX_AGE = 3600
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Issued documents: content-addressed, never served by address, only through a view that checks who asks.
    "artefacts": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "artefacts"), "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "core.static_files.OfThisRelease"
    },
}

# Who looks for malware in files of schools: clamd://127.0.0.1:3310 or clamd:///run/clamav/clamd.ctl; empty: nobody.
MALWARE_SCANNER = env("HAIZHUN_MALWARE_SCANNER", default="")
# A request that says it is larger is refused before a byte of it is read.
UPLOAD_MAX_MB = env.int("HAIZHUN_UPLOAD_MAX_MB", default=520)
# A bucket that speaks S3 in place of both folders, so that several web hosts share them (extra `s3`).
if S3_BUCKET := env("HAIZHUN_S3_BUCKET", default=""):
    _s3_keys = secret("HAIZHUN_S3_KEY"), secret("HAIZHUN_S3_SECRET")
    STORAGES |= object_store.storages(S3_BUCKET, env("HAIZHUN_S3_ENDPOINT", default=""), *_s3_keys)

# Films, sounds and documents of lessons: how large, and who sends them. Hosts from which films may play in our own player:
MEDIA_HOSTS = env.list("HAIZHUN_MEDIA_HOSTS", default=[])
MEDIA_MAX_MB = env.int("HAIZHUN_MEDIA_MAX_MB", default=500)
DOCUMENT_MAX_MB = env.int("HAIZHUN_DOCUMENT_MAX_MB", default=50)
# nginx's internal address of DATA_DIR/artefacts (docs/running/media.md); empty: Django sends the files itself.
MEDIA_ACCEL = env("HAIZHUN_MEDIA_ACCEL", default="")
# On: the artefacts lie with an object store whose signed addresses the browser is sent to.
MEDIA_BY_STORAGE = env.bool("HAIZHUN_MEDIA_BY_STORAGE", default=False)
# After so many minutes without a key or a touch a playing film asks whether one is still there.
WATCH_IDLE_MINUTES = env.int("HAIZHUN_WATCH_IDLE_MINUTES", default=10)
