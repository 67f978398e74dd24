"""What the seven categories are called, what each asks, and what the levels mean."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "leadership": _("Leadership by those at the top"),
    "strategy": _("Strategy and aims"),
    "customers": _("Customers and market"),
    "resources": _("Resources of all kinds"),
    "processes": _("Management of processes"),
    "measurement": _("Measurement, analysis and improvement"),
    "results": _("Results achieved"),
}
QUESTIONS = {
    "leadership": _("Do those at the top set the direction for quality, and answer for it themselves?"),
    "strategy": _("Do aims for quality follow from the strategy, with means and dates, and are they looked at again?"),
    "customers": _("Do you know what customers need and how content they are, and do complaints change something?"),
    "resources": _("Are people, money, equipment, knowledge and partners there that the aims ask for?"),
    "processes": _("Are the key processes designed, measured, kept in control and improved?"),
    "measurement": _("Are decisions taken on data that are right and compared with others?"),
    "results": _("Do the results of three years show a trend, in products, customers, money, people and society?"),
}
LEVELS = [
    (0, _("0: nothing yet")),
    (1, _("1: beginnings, as problems arise")),
    (2, _("2: a method, in some places")),
    (3, _("3: a method in most places, with data")),
    (4, _("4: everywhere, improved again and again")),
    (5, _("5: others come to learn from it")),
]
