"""The admin's doors that are ours, tried before Wagtail's: one login for everybody, one profile, our words in scripts."""

from django.urls import path, re_path

from cms import views

urlpatterns = [
    path("login/", views.login),
    re_path("^password_reset/", views.login),
    path("account/", views.account),
    path("jsi18n/", views.script_words),
]
