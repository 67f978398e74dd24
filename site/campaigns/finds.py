"""What campaigns tell the search: the page of each year, by its title, theme, notice and results."""

from django.utils.translation import gettext_lazy as _

from campaigns.models import CampaignPage
from cms.search.kinds import PageKind


class CampaignKind(PageKind):
    name, label, place = "campaign", _("Quality Month"), 40
    model = CampaignPage
