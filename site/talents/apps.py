from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TalentsConfig(AppConfig):
    name = "talents"
    verbose_name = _("Talents")

    def ready(self) -> None:
        from cms import listed
        from cms.search import kinds
        from courses import recognition
        from notices.kinds import register
        from talents import (
            finds,
            listing,
            news,
            receivers,  # noqa: F401 - importing receivers connects them
            recognising,
        )

        register(*news.KINDS)
        listed.sources.append(listing.talents)
        recognition.sources.append(recognising.towards)
        kinds.register(
            finds.PolicyKind,
            finds.BulletinKind,
            finds.AwardKind,
            finds.StoryKind,
            finds.BaseKind,
            finds.ProgrammeKind,
            finds.ExpertKind,
        )
