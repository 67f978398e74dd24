"""One page of settings. Defaults run the small machine (SQLite, local files, a broker in a folder);
DATABASE_URL, REDIS_URL and CELERY_BROKER_URL switch to the large one. Every value a site may change
is read by `env()` and has a default and a sentence.

Who is let in and how stands in signing_in.py, where files lie in files.py, databases, caches and the broker in stores.py: all are
part of this page.
"""

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.files import *  # noqa: F403 - settings of files
from config.files import MEDIA_HOSTS
from config.ground import BASE_DIR, CONTENT_DIR, DATA_DIR, DEBUG  # noqa: F401 - settings too
from config.policy import policy
from config.providers import places
from config.signing_in import *  # noqa: F403 - settings of signing in
from config.signing_in import SOCIALACCOUNT_PROVIDERS
from config.stores import *  # noqa: F403 - settings of databases, caches and the broker
from core.env import env, folder, kept_secret, secret

# Show Django's technical error pages instead of the site's own (a developer's choice).
SHOW_TRACEBACKS = env.bool("HAIZHUN_SHOW_TRACEBACKS", default=False)
SECRET_KEY = secret("HAIZHUN_SECRET_KEY") or (kept_secret(DATA_DIR / "secret-key") if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("Set HAIZHUN_SECRET_KEY (or HAIZHUN_SECRET_KEY_FILE) when HAIZHUN_DEBUG is off.")
# The private key that opens sealed answer files, outside the database; `manage.py make_sealing_key` writes one.
EXAM_SEALING_KEY_FILE = env("HAIZHUN_EXAM_SEALING_KEY_FILE", default=str(DATA_DIR / "exam-sealing-key.pem"))
# After how many seconds without saving the exam page offers such a file.
EXAM_SEALING_AFTER_SECONDS = env.int("HAIZHUN_EXAM_SEALING_AFTER_SECONDS", default=60)
# How old the bank may be from which a paper is drawn: while hundreds start at once, a process reads it once a second.
EXAM_STOCK_SECONDS = env.float("HAIZHUN_EXAM_STOCK_SECONDS", default=1.0)
# How long a process counts on by itself before it asks the database for the time again; 0: the host's own clock counts.
EXAM_CLOCK_SECONDS = env.float("HAIZHUN_EXAM_CLOCK_SECONDS", default=60.0)
# The one address people know the site by; printed on certificates and in QR codes.
SITE_URL = env("HAIZHUN_SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
# A further typeface for names that the shipped ones cannot print; of it a document gets the characters it needs.
RARE_TYPEFACE = env("HAIZHUN_RARE_TYPEFACE", default="")
# The private keys behind certificates, badges and the register's log; `manage.py make_signing_keys` writes them here. In
# earnest a folder beside neither checkout nor database, its passphrase in neither (docs/running/keys.md).
KEYS_DIR = folder("HAIZHUN_KEYS", DATA_DIR / "keys").resolve()
KEYS_PASSPHRASE = secret("HAIZHUN_KEYS_PASSPHRASE") or (kept_secret(DATA_DIR / "keys-passphrase") if DEBUG else "")
# A document-signing certificate of one's own: a PKCS#12 file with its passphrase, or a key in a PKCS#11 token:
# "module=/usr/lib/softhsm/libsofthsm2.so;token=haizhun;key=signer;certificate=/etc/haizhun/signer.pem".
PDF_PKCS12 = env("HAIZHUN_PDF_PKCS12", default="")
PDF_PKCS12_PASSPHRASE = secret("HAIZHUN_PDF_PKCS12_PASSPHRASE")
PDF_PKCS11 = env("HAIZHUN_PDF_PKCS11", default="")
PDF_PKCS11_PIN = secret("HAIZHUN_PDF_PKCS11_PIN")
# A timestamp authority (RFC 3161) that countersigns each document; empty: the register alone says when it was made.
TIMESTAMP_URL = env("HAIZHUN_TIMESTAMP_URL", default="")
ALLOWED_HOSTS = env.list("HAIZHUN_ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "testserver"])
# A host of their own for packages (SCORM, H5P) that others made, such as content.example.org; it answers nothing else, and
# no cookie of the site reaches it. Empty: they run on the site's host without an origin, which some of them cannot bear.
PACKAGE_HOST = env("HAIZHUN_PACKAGE_HOST", default="packages.localhost" if DEBUG else "")
if PACKAGE_HOST:
    ALLOWED_HOSTS.append(PACKAGE_HOST.partition(":")[0])
CSRF_TRUSTED_ORIGINS = env.list("HAIZHUN_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "pages",
    # The dashboard shows courses, exams, certificates in this order: each adds its section when it is ready.
    "courses",
    "exams",
    "certificates",
    "talents",
    "cases",
    "campaigns",
    "schools",
    "events",
    "appointments",
    "organisations",
    "notices",
    "accounts",
    "statutes",
    "cms",
    "core",
    "wagtail.contrib.settings",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "accounts.apps.AdminUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    *(f"allauth.socialaccount.providers.{name}" for name in ("weixin", "feishu", "dingtalk", "openid_connect")),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "core.middleware.FollowedMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.styles.StylesMiddleware",
    "courses.middleware.PackageHostMiddleware",
    "core.headers.PermissionsMiddleware",
    "core.headers.PolicyMiddleware",
    "cms.admin_policy.AdminPolicyMiddleware",
    "core.middleware.DatabaseAwayMiddleware",
    "core.middleware.PlainErrorsMiddleware",
    "cms.pagecache.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "core.middleware.TooLargeMiddleware",
    "core.middleware.NoSuchAddressMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.second_factor.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "cms.previews.PreviewMiddleware",
    "core.replica.ReplicaMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "cms.selects.SpokenSelects"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "cms.context.site",
            ],
        },
    },
]

# --- data: the databases, the caches and the broker stand in stores.py
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Caches in front of the site that are sent PURGE for what was published, such as http://127.0.0.1:6081 (cms/front.py).
FRONT_CACHES = env.list("HAIZHUN_FRONT_CACHES", default=[])
# Django's, an existing one saved by one statement (site/core/sessions.py).
SESSION_ENGINE = "core.sessions"
# The longest a session lasts, and how long it lasts untouched: people with a desk in the admin, and everybody else.
SESSION_COOKIE_AGE = 12 * 3600
IDLE_SECONDS_STAFF = 60 * env.int("HAIZHUN_IDLE_MINUTES_STAFF", default=30)
IDLE_SECONDS = 60 * env.int("HAIZHUN_IDLE_MINUTES", default=120)
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "core.views.csrf_failure"

# --- jobs: always through core.jobs (the outbox); the broker is a folder until CELERY_BROKER_URL says otherwise (stores.py).
# Eager only in unit tests: a running site always has a real worker.
CELERY_TASK_ALWAYS_EAGER = env.bool("CELERY_TASK_ALWAYS_EAGER", default=False)
JOB_LEASE_SECONDS = env.int("HAIZHUN_JOB_LEASE_SECONDS", default=180)
# A file noted as being written for longer than this was left by a worker that died; it is removed.
WRITING_LEASE_SECONDS = env.int("HAIZHUN_WRITING_LEASE_SECONDS", default=180)

# --- mail
# While DEBUG is on a mail is printed and kept as DATA_DIR/mail/latest.txt; then it is sent.
EMAIL_BACKEND = env(
    "HAIZHUN_EMAIL_BACKEND",
    default="accounts.mail.DemoBackend" if DEBUG else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_HOST, EMAIL_PORT = env("HAIZHUN_EMAIL_HOST", default="localhost"), env.int("HAIZHUN_EMAIL_PORT", default=25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env("HAIZHUN_EMAIL_USER", default=""), secret("HAIZHUN_EMAIL_PASSWORD")
EMAIL_USE_TLS, EMAIL_TIMEOUT = env.bool("HAIZHUN_EMAIL_TLS", default=False), 20
DEFAULT_FROM_EMAIL = env("HAIZHUN_FROM_EMAIL", default="海准 <no-reply@localhost>")

# --- languages: Simplified Chinese has no prefix, the others /en/ and /zh-hant/.
LANGUAGE_CODE = "zh-hans"
FORMAT_MODULE_PATH = "core.formats"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("zh-hant", _("Traditional Chinese")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English"), ("zh-hant", "繁體中文")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
WAGTAIL_I18N_ENABLED = True
# The second holds words for admin screens that Wagtail has not translated yet.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "overlay"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- Wagtail
WAGTAIL_SITE_NAME = "海准"
WAGTAILADMIN_BASE_URL = SITE_URL
# An OpenSearch or Elasticsearch in place of the database's own index, such as http://user:password@search.example.org:9200.
SEARCH_URL = env("SEARCH_URL", default="")
WAGTAILSEARCH_BACKENDS: dict[str, dict[str, object]] = {"default": {"BACKEND": "cms.search"}}
if SEARCH_URL:
    WAGTAILSEARCH_BACKENDS["default"] = {"BACKEND": "cms.search.engine", "URLS": [SEARCH_URL], "INDEX_PREFIX": "haizhun_"}
# A picture of more points is refused: decoded it takes four bytes each, however small its file.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.pictures.PictureForm"
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # no third party learns who edits
# One door: the admin has no login, reset or password form of its own (cms/urls.py).
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # one city, one clock
WAGTAILUSERS_PASSWORD_REQUIRED = False  # an account without one signs in by code
# A change after one department's approval begins both again (schools/models/review.py).
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "csv", "txt", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- headers
CONTENT_SECURITY_POLICY = policy(MEDIA_HOSTS, places(SOCIALACCOUNT_PROVIDERS))
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # Wagtail's own preview, which is framed in the admin, says otherwise by itself
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # preloading HSTS is an operator's step, and hard to undo
if not DEBUG:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sid", "__Host-csrf"
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    if env.bool("HAIZHUN_BEHIND_PROXY", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        ALLAUTH_TRUSTED_PROXY_COUNT = 1

# --- operation (docs/running/operate.md)
# Who shows this token (Authorization: Bearer …) may read /metrics; without one there is no such page.
METRICS_TOKEN = secret("HAIZHUN_METRICS_TOKEN")
# Where spans are sent (OpenTelemetry over HTTP), and errors (Sentry). Empty: nowhere, and nothing of either is loaded.
OTLP_ENDPOINT = env("HAIZHUN_OTLP_ENDPOINT", default="")
SENTRY_DSN = secret("HAIZHUN_SENTRY_DSN")
# With less room than this on the disk of DATA_DIR a machine says that it is not ready.
DISK_SPARE_MB = env.int("HAIZHUN_DISK_SPARE_MB", default=200)
# json: a line of JSON for each record; plain: for a person at a terminal. Both without what names a person (core/scrubbing.py).
LOG_FORMAT = env("HAIZHUN_LOG_FORMAT", default="plain" if DEBUG else "json")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "core.logs.JsonLines"},
        "plain": {"()": "core.logs.PlainLines", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": env("HAIZHUN_LOG_LEVEL", default="WARNING")},
    # Lines that no operator reads: four for each page that is saved, one for each start.
    "loggers": {"django_tasks": {"level": "WARNING"}, "pikepdf": {"level": "WARNING"}},
}
# Celery keeps to the same.
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
