from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = _("Case library")

    def ready(self) -> None:
        from cases import announced, finds, news
        from cms import listed
        from cms.search import kinds
        from notices.kinds import register

        register(*news.KINDS)
        kinds.register(finds.CaseKind)
        listed.sources.append(announced.cases)
