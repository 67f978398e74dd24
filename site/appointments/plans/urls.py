from django.urls import path

from appointments.plans import views

urlpatterns = [
    path("of/<slug:slug>/plans/", views.plans, name="plans"),
    path("plans/<uuid:pk>/", views.plan, name="plan"),
    path("plans/<uuid:pk>/draft/", views.draft, name="plan_draft"),
    path("plans/<uuid:pk>/adoption/", views.adoption, name="plan_adoption"),
    path("plans/<uuid:pk>/review/", views.review, name="plan_review"),
    path("plans/<uuid:pk>/versions/<int:number>/", views.version, name="plan_version"),
]
