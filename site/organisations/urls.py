"""Addresses of organisations."""

from django.urls import path

from organisations.views import departments, desk, imports, joining, members, mine, tokens

app_name = "organisations"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("new/", mine.new, name="new"),
    path("join/", joining.code, name="join_code"),
    path("join/<slug:code>/", joining.join, name="join"),
    path("invitations/<str:token>/", joining.invitation, name="invitation"),
    path("<slug:slug>/", desk.desk, name="desk"),
    path("<slug:slug>/details/", desk.details, name="details"),
    path("<slug:slug>/code/", desk.code, name="code"),
    path("<slug:slug>/leaving/", mine.leaving, name="leaving"),
    path("<slug:slug>/requests/<uuid:pk>/decision/", desk.decision, name="decision"),
    path("<slug:slug>/departments/", departments.departments, name="departments"),
    path("<slug:slug>/departments/<int:pk>/", departments.department, name="department"),
    path("<slug:slug>/tokens/", tokens.tokens, name="tokens"),
    path("<slug:slug>/tokens/guide/", tokens.guide, name="token_guide"),
    path("<slug:slug>/tokens/<uuid:pk>/revocation/", tokens.revocation, name="token_revocation"),
    path("<slug:slug>/members/", members.members, name="members"),
    path("<slug:slug>/members/new/", members.new, name="member_new"),
    path("<slug:slug>/members/invitations/", members.invitations, name="invitations"),
    path("<slug:slug>/members/import/", imports.imports, name="imports"),
    path("<slug:slug>/members/import/template.xlsx", imports.template, name="import_template"),
    path("<slug:slug>/members/import/<uuid:pk>/", imports.one, name="import"),
    path("<slug:slug>/members/import/<uuid:pk>/confirmation/", imports.confirmation, name="import_confirmation"),
    path("<slug:slug>/members/import/<uuid:pk>/progress/", imports.progress, name="import_progress"),
    path("<slug:slug>/members/import/<uuid:pk>/<slug:kind>.xlsx", imports.result, name="import_result"),
    path("<slug:slug>/members/<uuid:pk>/", members.member, name="member"),
    path("<slug:slug>/members/<uuid:pk>/leaving/", members.leaving, name="member_leaving"),
]
