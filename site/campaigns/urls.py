"""Under /quality-month/. Doors with a name of their own come before the years."""

from django.urls import path

from campaigns.views import month

app_name = "campaigns"
urlpatterns = [
    path("", month.newest, name="newest"),
    path("<int:year>/materials/<int:document>/", month.material, name="material"),
    path("<str:year>/", month.month, name="month"),
]
