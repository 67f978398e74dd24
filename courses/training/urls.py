"""Addresses of the training of a body, below its own (/org/<slug>/training/)."""

from django.urls import path

from courses.training.views import assignments, matrix, plans, reminders, reports

app_name = "training"
urlpatterns = [
    path("<slug:slug>/training/", matrix.show, name="matrix"),
    path("<slug:slug>/training/counts/", matrix.counts, name="counts"),
    path("<slug:slug>/training/members/<uuid:pk>/", matrix.member, name="member"),
    path("<slug:slug>/training/tasks/<uuid:pk>/", matrix.task, name="task"),
    path("<slug:slug>/training/assignments/", assignments.assignments, name="assignments"),
    path("<slug:slug>/training/assignments/new/", assignments.new, name="assign"),
    path("<slug:slug>/training/assignments/<uuid:pk>/recall/", assignments.recall, name="recall"),
    path("<slug:slug>/training/reminders/", reminders.reminders, name="reminders"),
    path("<slug:slug>/training/plan/", plans.plan, name="plan"),
    path("<slug:slug>/training/plan.<slug:kind>", plans.plan_file, name="plan_file"),
    path("<slug:slug>/training/plan/<uuid:pk>/removal/", plans.removal, name="plan_removal"),
    path("<slug:slug>/training/plan/<uuid:pk>/assignment/", plans.assignment, name="plan_assignment"),
    path("<slug:slug>/training/hours/", reports.hours, name="hours"),
    path("<slug:slug>/training/hours.<slug:kind>", reports.hours_file, name="hours_file"),
    path("<slug:slug>/training/matrix.<slug:kind>", reports.matrix_file, name="matrix_file"),
    path("<slug:slug>/training/exports/", reports.exports, name="exports"),
]
