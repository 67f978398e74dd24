"""Addresses of the events' office that belong to no list of the admin."""

from django.urls import path

from events.office import deeds

app_name = "events_office"
urlpatterns = [
    path("events/submissions/", deeds.submissions, name="submissions"),
    path("events/submissions/<int:pk>/decision/", deeds.decision, name="decision"),
    path("events/<uuid:pk>/", deeds.event, name="event"),
    path("events/<uuid:pk>/publication/", deeds.publication, name="publication"),
    path("events/<uuid:pk>/cancellation/", deeds.cancellation, name="cancellation"),
    path("events/<uuid:pk>/links/", deeds.links, name="links"),
    path("events/links/<uuid:pk>/revocation/", deeds.link_revocation, name="link_revocation"),
]
