from django.urls import path

from appointments.packs.views import inspecting, keeping, lending

urlpatterns = [
    path("of/<slug:slug>/packs/", keeping.packs, name="packs"),
    path("of/<slug:slug>/packs/keepers/", lending.keepers, name="pack_keepers"),
    path("packs/keepers/<uuid:pk>/end/", lending.keeper_end, name="pack_keeper_end"),
    path("packs/<uuid:pk>/", keeping.pack, name="pack"),
    path("packs/<uuid:pk>/progress/", keeping.progress, name="pack_progress"),
    path("packs/<uuid:pk>/file/", keeping.file, name="pack_file"),
    path("packs/<uuid:pk>/links/", lending.links, name="pack_links"),
    path("packs/links/<uuid:pk>/revocation/", lending.link_revocation, name="pack_link_revocation"),
    path("inspections/<str:token>/", inspecting.inspection, name="inspection"),
    path("inspections/<str:token>/file/", inspecting.inspection_file, name="inspection_file"),
]
