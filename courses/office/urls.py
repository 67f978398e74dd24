"""Addresses of the course office that belong to no list of the admin."""

from django.urls import path

from courses.office import events, reviews, versions, word

app_name = "courses_office"
urlpatterns = [
    path("courses/publication/<int:pk>/", versions.publication, name="publication"),
    path("courses/events/", events.events, name="events"),
    path("courses/events/export.jsonl", events.statements, name="statements"),
    path("courses/reviews/", reviews.reviews, name="reviews"),
    path("courses/word/", word.word, name="word"),
    path("courses/versions/<int:pk>/", versions.versions, name="versions"),
    path("courses/versions/<int:pk>/decision/", versions.decision, name="decision"),
]
