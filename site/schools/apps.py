from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolsConfig(AppConfig):
    name = "schools"
    verbose_name = _("Schools")

    def ready(self) -> None:
        from cms import listed
        from cms.search import kinds
        from schools import finds, listing, receivers  # noqa: F401  # connecting is what importing does

        kinds.register(finds.ResourceKind)
        listed.sources.append(listing.resources)
