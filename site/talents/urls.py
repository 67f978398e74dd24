from django.urls import path

from talents.views import awards, base_desk, bases, careers, people, public

app_name = "talents"
urlpatterns = [
    path("talents/", public.index, name="index"),
    path("talents/mine/", people.mine, name="mine"),
    path("talents/mine/opening/", people.opening, name="opening"),
    path("talents/mine/withdrawal/", people.withdrawal, name="withdrawal"),
    path("talents/people/", people.people, name="people"),
    path("talents/people/<uuid:pk>/", people.profile, name="profile"),
    path("talents/record/", careers.career, name="career"),
    path("talents/records/", careers.careers, name="careers"),
    path("talents/records/<str:code>.pdf", careers.career_file, name="career_file"),
    path("talents/records/<str:code>/", careers.career_check, name="career_check"),
    path("policies/", public.policies, name="policies"),
    path("policies/fitting/", people.fits, name="fits"),
    path("policies/<slug:code>/", public.policy, name="policy"),
    path("bulletins/", public.bulletins, name="bulletins"),
    path("bulletins/<slug:code>/", public.bulletin, name="bulletin"),
    path("awards/", awards.awards, name="awards"),
    path("awards/calendar.ics", awards.calendar, name="award_days"),
    path("awards/self-assessment/", awards.assessment, name="assessment"),
    path("awards/self-assessment/<uuid:pk>/", awards.assessed, name="assessed"),
    path("awards/self-assessment/<uuid:pk>.xlsx", awards.assessed_file, name="assessed_file"),
    path("awards/stories/<slug:code>/", awards.story, name="story"),
    path("awards/<slug:code>.ics", awards.award_calendar, name="award_calendar"),
    path("awards/<slug:code>/", awards.award, name="award"),
    path("bases/", bases.bases, name="bases"),
    path("bases/desks/", base_desk.desks, name="base_desks"),
    path("bases/<slug:code>/", bases.base, name="base"),
    path("bases/<slug:code>/desk/", base_desk.desk, name="base_desk"),
    path("bases/<slug:code>/days/", base_desk.days, name="base_days"),
    path("bases/<slug:code>/closures/", base_desk.closures, name="base_closures"),
    path("bases/<slug:code>/reviews/", base_desk.reviews, name="base_reviews"),
    path("bases/<slug:code>/slots/<int:pk>/report/", base_desk.report, name="base_report"),
    path("bases/<slug:code>/slots/<int:pk>/sheet.pdf", base_desk.sheet, name="base_sheet"),
]
