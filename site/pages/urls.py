from django.urls import include, path

from pages import views

# `home` stands alone because it is everybody's; the rest is this room's.
own = [
    path("search/", views.search, name="search"),
    path("pages/", views.shelf, name="notes"),
    path("pages/<slug:slug>/", views.note, name="note"),
]
urlpatterns = [path("", views.home, name="home"), path("", include((own, "pages")))]
