"""Addresses of strangers' files: /package/<uuid>/<ticket>/<unit>/…, without a language and without a room's name."""

from django.urls import path

from courses.views import package_files

urlpatterns = [
    path("<uuid:key>/<str:ticket>/<int:unit>/", package_files.frame, name="package_frame"),
    path("<uuid:key>/<str:ticket>/<int:unit>/state", package_files.state, name="package_state"),
    path("<uuid:key>/<str:ticket>/<int:unit>/files/<path:path>", package_files.file, name="package_file"),
]
