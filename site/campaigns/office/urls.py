from django.urls import path

from campaigns.office import covenants, years

app_name = "campaigns_office"
urlpatterns = [
    path("<int:pk>/next/", years.next_year, name="next_year"),
    path("covenants/", covenants.desk, name="covenants"),
]
