"""Addresses that programs ask for, without a language before them."""

from django.urls import path

from pages import found

urlpatterns = [
    path("robots.txt", found.robots, name="robots"),
    path("sitemap.xml", found.sitemap, name="sitemap"),
    path("cards/<str:key>.png", found.picture, name="card"),
]
