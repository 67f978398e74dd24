from django.urls import path

from certificates import views

app_name = "certificates"
urlpatterns = [
    path("certificates/", views.index, name="index"),
    path("certificates/<uuid:pk>/", views.certificate, name="certificate"),
    path("certificates/<uuid:pk>/pdf/", views.pdf, name="pdf"),
    path("verify/", views.verify, name="verify"),
    path("v/<str:number>/", views.verification, name="verification"),
]
