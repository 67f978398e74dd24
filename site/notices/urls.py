from django.urls import path

from notices import views

app_name = "notices"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("readings/", views.readings, name="readings"),
    path("preferences/", views.preferences, name="preferences"),
    path("stop/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("<uuid:pk>/", views.notice, name="notice"),
    path("<uuid:pk>/reading/", views.reading, name="reading"),
]
