from django.urls import path, re_path

from certificates.views import list_check, register

urlpatterns = [
    path("register/", register.register, name="register"),
    path("register/search/", register.search, name="register-search"),
    path("register/statistics/", register.statistics, name="register-statistics"),
    path("register/statistics.csv", register.statistics_file, name="register-statistics-file"),
    path("register/check/", list_check.check, name="list-check"),
    re_path(r"^register/check/template\.(?P<kind>xlsx|csv)$", list_check.template, name="list-template"),
]
