from allauth.account import views as allauth
from django.urls import path

from accounts import guarding, views
from accounts.privacy import views as privacy

app_name = "accounts"
urlpatterns = [
    path("", views.profile, name="profile"),
    path("privacy/", privacy.notice, name="privacy"),
    path("data/", privacy.mine, name="my_data"),
    path("data/copy/", privacy.copy, name="copy"),
    path("data/closing/", privacy.erasure, name="erasure"),
    path("consents/<int:pk>/withdrawal/", privacy.withdrawal, name="withdrawal"),
]
# allauth's own names, which it looks for without a room before them.
phones = [
    path("phone/verify/", guarding.where_numbers_are_taken(allauth.verify_phone), name="account_verify_phone"),
    path("phone/change/", guarding.where_numbers_are_taken(allauth.change_phone), name="account_change_phone"),
]
