from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "organisations"
    verbose_name = _("Organisations")

    def ready(self) -> None:
        from notices.kinds import register
        from organisations import news, receivers

        register(*news.KINDS)
        post_migrate.connect(receivers.lay_lists, sender=self, dispatch_uid="organisations.lay_lists")
