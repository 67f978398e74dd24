from django.urls import path

from certificates.views import register

urlpatterns = [
    path("register/", register.register, name="register"),
    path("register/search/", register.search, name="register-search"),
    path("register/statistics/", register.statistics, name="register-statistics"),
    path("register/statistics.csv", register.statistics_file, name="register-statistics-file"),
]
