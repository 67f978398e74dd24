from django.urls import path

from certificates.views import holding, verifying

app_name = "certificates"
urlpatterns = [
    path("certificates/", holding.index, name="index"),
    path("certificates/<uuid:pk>/", holding.certificate, name="certificate"),
    path("certificates/<uuid:pk>/pdf/", holding.pdf, name="pdf"),
    path("certificates/<uuid:pk>/pdf/<str:language>/", holding.rendering, name="rendering"),
    path("verify/", verifying.verify, name="verify"),
    path("v/<str:number>/", verifying.verification, name="verification"),
]
