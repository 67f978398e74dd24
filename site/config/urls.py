"""Addresses. Public pages carry their language in the path: none for Simplified Chinese, /en/, /zh-hant/."""

from allauth.urls import build_provider_urlpatterns
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from accounts import urls as accounts_urls
from config import api

# Sought from the top: what a whole room asks for at once is found first (docs/algorithms/cost.md).
urlpatterns = i18n_patterns(path("exams/", include("exams.urls")), prefix_default_language=False)
urlpatterns += [
    path("", include("core.urls")),
    path("", include("pages.urls_plain")),
    path("package/", include("courses.urls_packages")),
    path("cms/", include("cms.urls")),  # the doors that are ours, before Wagtail's
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("account/", include(build_provider_urlpatterns())),  # in no language: a provider knows one address
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
]
urlpatterns += i18n_patterns(
    path("account/", include("accounts.urls")),
    path("account/", include(accounts_urls.phones)),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("account/3rdparty/", include("allauth.socialaccount.urls")),
    path("notices/", include("notices.urls")),
    path("org/", include("organisations.urls")),
    path("org/", include("courses.training.urls")),
    path("org/", include("exams.firms.urls")),
    path("appointments/", include("appointments.urls")),
    path("oversight/", include("appointments.oversight.urls")),
    path("law/", include("statutes.urls")),
    path("", include("courses.urls")),
    path("api/v1/", api.page, name="api"),
    path("api/v1/openapi.json", api.openapi, name="openapi"),
    path("api/v1/", api.api.urls),
    path("", include("certificates.urls")),
    path("quality-month/", include("campaigns.urls")),
    path("events/", include("events.urls")),
    path("", include("schools.urls")),
    path("", include("talents.urls")),
    path("cases/", include("cases.urls")),
    path("", include("pages.urls")),
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),  # no second login form
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
handler400 = "core.views.bad_request"
handler403 = "core.views.permission_denied"
handler404 = "core.views.page_not_found"
handler500 = "core.views.server_error"
