from django.urls import path

from certificates.views import api, documents, holding, keys, log, proceedings, proving, requests, sharing, verifying

app_name = "certificates"
urlpatterns = [
    path("certificates/", holding.index, name="index"),
    path("certificates/<uuid:pk>/", holding.certificate, name="certificate"),
    path("certificates/<uuid:pk>/pdf/", holding.pdf, name="pdf"),
    path("certificates/<uuid:pk>/pdf/<str:language>/", holding.rendering, name="rendering"),
    path("certificates/<uuid:pk>/link/", sharing.link, name="link"),
    path("api/v1/certificates/<str:number>/", api.certificate, name="api-certificate"),
    path("certificates/<uuid:pk>/correction/", requests.correction, name="correction"),
    path("certificates/<uuid:pk>/cancellation/", requests.cancellation, name="cancellation"),
    path("certificates/proceedings/<uuid:pk>/", proceedings.proceeding, name="proceeding"),
    path("certificates/proceedings/<uuid:pk>/statements/", proceedings.statement, name="statement"),
    path("certificates/proceedings/<uuid:pk>/appeal/", proceedings.appeal, name="appeal"),
    path("certificates/enclosures/<uuid:pk>/", proceedings.enclosure, name="enclosure"),
    path("keys/", keys.keys, name="keys"),
    path("keys/set/", keys.key_set, name="key_set"),
    path("keys/<str:kid>/", keys.key, name="key"),
    path("keys/<str:kid>/pem/", keys.key_pem, name="key_pem"),
    path("verify/", verifying.verify, name="verify"),
    path("verify/pdf/", documents.check, name="check_pdf"),
    path("verify/pdf/<str:digest>/", documents.by_digest, name="check_digest"),
    path("v/<str:number>/", verifying.verification, name="verification"),
    path("v/<str:number>/name/", verifying.name, name="named"),
    path("v/<str:number>/proof/", proving.proof, name="proof"),
    path("v/<str:number>/<str:secret>/", verifying.shared, name="shared"),
    path("log/", log.log, name="log"),
    path("log/heads.json", log.heads, name="log-heads"),
    path("log/<int:first>/<int:second>/", log.consistency, name="log-consistency"),
    path("log/<str:day>/", log.head, name="log-head"),
]
