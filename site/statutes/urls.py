from django.urls import path

from statutes import views

app_name = "statutes"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.statute, name="statute"),
    path("<slug:slug>/text/", views.text, name="text"),
]
