"""Addresses of the exams. A change is a POST on a noun; whatever names a person's work is a UUID."""

from django.urls import path

from exams import urls_office as office
from exams import urls_record as record
from exams import urls_sittings as sittings
from exams.views import desk, front, paper, pictures, practice, prints, quizzes, results, statistics

app_name = "exams"
urlpatterns = [
    # An exam day's own addresses first: they are sought from the top.
    path("attempts/<uuid:pk>/responses/", paper.responses, name="responses"),
    path("attempts/<uuid:pk>/", paper.attempt, name="attempt"),
    path("attempts/<uuid:pk>/review/", paper.review, name="review"),
    path("attempts/<uuid:pk>/submission/", paper.submission, name="submission"),
    path("results/<uuid:pk>/", results.result, name="result"),
    path("", front.index, name="index"),
    path("desk/", desk.desk, name="desk"),
    path("sittings/<uuid:pk>/", front.sitting, name="sitting"),
    *sittings.paths,
    path("pictures/<str:sha256>/", pictures.picture, name="picture"),
    path("statistics/", statistics.exams, name="statistics"),
    path("statistics/<slug:code>/<int:number>/", statistics.exam, name="exam-statistics"),
    path("statistics/<slug:code>/<int:number>/items/<str:item>/<int:wording>/", statistics.item, name="item-statistics"),
    path("sittings/<uuid:pk>/similarity/", statistics.similarity, name="similarity"),
    path("sittings/<uuid:pk>/papers/", prints.forms, name="prints"),
    path("sittings/<uuid:pk>/papers/drawing/", prints.drawing, name="print-drawing"),
    path("papers/<uuid:pk>/languages/", prints.languages, name="print-languages"),
    path("papers/<uuid:pk>/<slug:language>/<slug:kind>/", prints.document, name="print-document"),
    *office.paths,
    *record.paths,
    path("quizzes/<slug:course>/<slug:lesson>/<slug:activity>/", quizzes.attempts, name="quiz-attempts"),
    path("quizzes/<uuid:pk>/", quizzes.quiz, name="quiz"),
    path("quizzes/<uuid:pk>/submission/", quizzes.submission, name="quiz-submission"),
    path("practice/", practice.decks, name="practice"),
    path("practice/<slug:code>/", practice.deck, name="practice-deck"),
]
