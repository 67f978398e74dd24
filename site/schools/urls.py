from django.urls import path

from schools.views import desk, exchanging, experts, files, library, using

app_name = "schools"
urlpatterns = [
    path("resources/", library.library, name="library"),
    path("resources/feed.atom", library.feed, name="feed"),
    path("resources/desk/", desk.desk, name="desk"),
    path("resources/new/", desk.new, name="new"),
    path("resources/import/", exchanging.bring, name="import"),
    path("resources/<uuid:key>.zip", files.archive, name="archive"),
    path("resources/<uuid:key>.imscc", exchanging.cartridge, name="cartridge"),
    path("resources/<uuid:key>/lom.xml", files.lom, name="lom"),
    path("resources/<uuid:key>/review/", desk.review, name="review"),
    path("resources/<uuid:key>/submission/", desk.submission, name="submission"),
    path("resources/<uuid:key>/decision/", desk.decision, name="decision"),
    path("resources/<uuid:key>/comments/", desk.comments, name="comments"),
    path("resources/<uuid:key>/invitations/", desk.invitations, name="invitations"),
    path("resources/<uuid:key>/files/<uuid:code>/", files.draft_file, name="draft_file"),
    path("resources/<uuid:key>/adoption/", using.adoption, name="adoption"),
    path("resources/<uuid:key>/rating/", using.rating, name="rating"),
    path("resources/<uuid:key>/adaptation/", using.adaptation, name="adaptation"),
    path("resources/comments/<int:pk>/replies/", desk.replies, name="replies"),
    path("resources/comments/<int:pk>/resolution/", desk.resolution, name="resolution"),
    path("resources/invitations/<uuid:pk>/revocation/", desk.revocation, name="revocation"),
    path("resources/experts/<str:token>/", experts.expert, name="expert"),
    path("resources/experts/<str:token>/files/<uuid:code>/", experts.expert_file, name="expert_file"),
    path("resources/files/<uuid:code>/", files.file, name="file"),
    path("resources/files/<uuid:code>/look/", files.look, name="look"),
    path("resources/files/<uuid:code>/small/", files.small_picture, name="small"),
    path("schools/", library.schools_at, name="schools"),
    path("schools/<slug:school>/", library.page_at, name="school"),
    path("schools/<slug:school>/<slug:pack>/", library.page_at, name="pack"),
]
