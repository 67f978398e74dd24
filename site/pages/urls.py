from django.urls import include, path

from pages import field_pages, found, report_views, views

# `home` stands alone because it is everybody's; the rest is this room's.
own = [
    path("search/", views.search, name="search"),
    path("reading/", views.reading, name="comfort"),
    path("sitemap/", found.site_map, name="site_map"),
    path("feed.atom", found.feed, name="feed"),
    path("manifest.webmanifest", found.manifest, name="manifest"),
    path("share/<str:key>/", found.share, name="share"),
    path("report/", report_views.report, name="report"),
    path("report/<uuid:pk>/", report_views.reported, name="reported"),
    path("fields/<slug:slug>/", field_pages.field, name="field"),
    path("pages/", views.shelf, name="notes"),
    path("pages/<slug:slug>/", views.note, name="note"),
]
urlpatterns = [path("", views.home, name="home"), path("", include((own, "pages")))]
