"""Addresses of cases. What is no case of its own stands first: `models.case.RESERVED` keeps those words free."""

from django.urls import path

from cases.views import public, submitting

app_name = "cases"
urlpatterns = [
    path("", public.library, name="library"),
    path("feed.atom", public.feed, name="feed"),
    path("submit/", submitting.submit, name="submit"),
    path("submit/<slug:code>/", submitting.mend, name="mend"),
    path("mine/", submitting.mine, name="mine"),
    path("<slug:code>/", public.case, name="case"),
    path("<slug:code>/name-withdrawal/", submitting.name_withdrawal, name="name_withdrawal"),
]
