from django.urls import path

from certificates.views import holding, keys, verifying

app_name = "certificates"
urlpatterns = [
    path("certificates/", holding.index, name="index"),
    path("certificates/<uuid:pk>/", holding.certificate, name="certificate"),
    path("certificates/<uuid:pk>/pdf/", holding.pdf, name="pdf"),
    path("certificates/<uuid:pk>/pdf/<str:language>/", holding.rendering, name="rendering"),
    path("keys/", keys.keys, name="keys"),
    path("keys/set/", keys.key_set, name="key_set"),
    path("keys/<str:kid>/", keys.key, name="key"),
    path("keys/<str:kid>/pem/", keys.key_pem, name="key_pem"),
    path("verify/", verifying.verify, name="verify"),
    path("v/<str:number>/", verifying.verification, name="verification"),
]
