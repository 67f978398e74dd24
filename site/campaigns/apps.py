from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Quality Month")

    def ready(self) -> None:
        from campaigns import bannering, finds, fronting, listing, receivers  # noqa: F401  # connecting is what importing does
        from cms import banners, gathered, listed
        from cms.search import kinds

        banners.sources.append(bannering.in_september)
        gathered.sources.append(fronting.on_home)
        kinds.register(finds.CampaignKind)
        listed.sources.append(listing.years)
