from django.urls import path

from appointments.oversight import views

app_name = "oversight"
urlpatterns = [
    path("", views.figures, name="figures"),
    path("<slug:split>.csv", views.figures_file, name="figures_file"),
]
