from django.urls import include, path

from appointments import views

app_name = "appointments"
urlpatterns = [
    path("", views.index, name="index"),
    path("", include("appointments.packs.urls")),
    path("", include("appointments.plans.urls")),
    path("", include("appointments.duties.urls")),
    path("figures/", views.figures, name="figures"),
    path("figures.csv", views.figures_file, name="figures_file"),
    path("letters/<str:code>/", views.letter, name="letter"),
    path("letters/<str:code>.pdf", views.letter_file, name="letter_file"),
    path("of/<slug:slug>/new/", views.proposal, name="proposal"),
    path("vetoes/<uuid:pk>/", views.veto, name="veto"),
    path("vetoes/<uuid:pk>/ruling/", views.ruling, name="ruling"),
    path("authorisations/<uuid:pk>/revocation/", views.revocation, name="revocation"),
    path("authorisations/<uuid:pk>/vetoes/new/", views.vetoes, name="vetoes"),
    path("measures/<uuid:pk>/effect/", views.effect, name="effect"),
    path("files/<uuid:pk>/", views.file, name="file"),
    path("<uuid:pk>/", views.appointment, name="appointment"),
    path("<uuid:pk>/acceptance/", views.acceptance, name="acceptance"),
    path("<uuid:pk>/refusal/", views.refusal, name="refusal"),
    path("<uuid:pk>/end/", views.end, name="end"),
    path("<uuid:pk>/authorisations/new/", views.authorisation, name="authorisation"),
    path("<uuid:pk>/log/", views.log, name="log"),
    path("<uuid:pk>/measures/new/", views.measures, name="measures"),
    path("<uuid:pk>/years/<int:year>/", views.report, name="report"),
    path("<uuid:pk>/years/<int:year>/report.pdf", views.report_file, name="report_file"),
]
