"""Under /quality-month/. Doors with a name of their own come before the years."""

from django.urls import path

from campaigns.views import contest, covenants, month, pledge, quiz, slogans

app_name = "campaigns"
urlpatterns = [
    path("", month.newest, name="newest"),
    path("quiz/", quiz.first, name="quiz"),
    path("quiz/<int:number>/", quiz.quiz, name="quiz_set"),
    path("contest/plays/<uuid:pk>/", contest.play, name="play"),
    path("contest/plays/<uuid:pk>/answers/", contest.answers, name="answers"),
    path("covenants/", covenants.covenants, name="covenants"),
    path("covenants/of/<slug:slug>/new/", covenants.new, name="covenant_new"),
    path("covenants/<slug:slug>/", covenants.covenant, name="covenant"),
    path("covenants/<slug:slug>/draft/", covenants.draft, name="covenant_draft"),
    path("covenants/<slug:slug>/signatures/", covenants.signing, name="covenant_signing"),
    path("covenants/<slug:slug>/signatures/<int:pk>/withdrawal/", covenants.withdrawal, name="covenant_withdrawal"),
    path("pledges/<uuid:pk>/", pledge.signature, name="signature"),
    path("<int:year>/pledge/", pledge.pledge, name="pledge"),
    path("<int:year>/slogans/", slogans.slogans, name="slogans"),
    path("<int:year>/slogans/entries/", slogans.entries, name="entries"),
    path("<int:year>/slogans/votes/", slogans.votes, name="votes"),
    path("<int:year>/slogans/jury/", slogans.jury, name="jury"),
    path("<int:year>/contest/", contest.about, name="contest"),
    path("<int:year>/contest/tries/", contest.begin, name="begin"),
    path("<int:year>/contest/ranking/", contest.ranks, name="ranking"),
    path("<int:year>/contest/draw/", contest.prizes, name="draw"),
    path("<int:year>/contest/draw/tickets.txt", contest.tickets, name="tickets"),
    path("<int:year>/materials/<int:document>/", month.material, name="material"),
    path("<str:year>/", month.month, name="month"),
]
