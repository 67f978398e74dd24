from django.urls import path

from schools import views

app_name = "schools"
urlpatterns = [
    path("resources/", views.library, name="library"),
    path("resources/feed.atom", views.feed, name="feed"),
    path("resources/<uuid:key>.zip", views.archive, name="archive"),
    path("resources/<uuid:key>/lom.xml", views.lom, name="lom"),
    path("resources/files/<uuid:code>/", views.file, name="file"),
    path("schools/", views.schools_at, name="schools"),
    path("schools/<slug:school>/", views.page_at, name="school"),
    path("schools/<slug:school>/<slug:pack>/", views.page_at, name="pack"),
]
