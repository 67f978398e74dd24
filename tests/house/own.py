"""What is nobody's but one's own, a consent and a notice; and what a reader without an account sent in."""

from accounts.models import Consent
from cms import cards
from notices import unsubscribing
from notices.models import Notice
from pages.models import ErrorReport
from tests.house.people import Names, People


def own(who: People) -> Names:
    """The notice is the first of those the rooms have written to the owner."""
    owner = who["owner"]
    agreed = Consent.objects.create(user=owner, purpose=Consent.Purpose.PHONE, version="1", text_sha256="0" * 64)
    notice = Notice.objects.filter(reader=owner).earliest("made_at", "pk")
    report = ErrorReport.objects.create(kind="link", text="链接打不开。", language="zh-hans")
    return {
        "consent": {"pk": agreed.pk},
        "notice": {"pk": notice.pk},
        "way out of letters": {"token": unsubscribing.address(notice).rstrip("/").rpartition("/")[2]},
        "report": {"pk": report.pk},
        "card": {"key": cards.key("海准", "海准")},
        "no phone": {},
        "no second factor": {"pk": 987654},
    }
