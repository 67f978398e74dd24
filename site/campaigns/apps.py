from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Quality Month")

    def ready(self) -> None:
        from campaigns import bannering, fronting
        from cms import banners, gathered

        banners.sources.append(bannering.in_september)
        gathered.sources.append(fronting.on_home)
