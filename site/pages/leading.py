"""Services that readers ask the search for (直达): a question that names one is led there, above whatever is found.

Services have no text to be found by. The words stand here as readers write them; asking costs no query.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.search.text import MAX_LENGTH, normalise
from pages.searching import stands_in

if TYPE_CHECKING:
    from django.utils.functional import Promise

MOST = 2
_Service = tuple["Promise | str", str, tuple[str, ...]]
# What it is called, the name of its address, and what a reader calls it: Simplified, without plurals.
SERVICES: tuple[_Service, ...] = (
    (
        _("Verify a certificate"),
        "certificates:verify",
        (
            "查证书",
            "查验",
            "核验",
            "验证证书",
            "证书验证",
            "证书查询",
            "查询证书",
            "真伪",
            "证书真假",
            "verify certificate",
            "verify a certificate",
            "certificate verification",
        ),
    ),
    (
        _("My certificates"),
        "certificates:index",
        (
            "我的证书",
            "下载证书",
            "证书下载",
            "领证",
            "领取证书",
            "续期",
            "换证",
            "证书到期",
            "my certificate",
            "renew",
            "renewal",
        ),
    ),
    (
        _("Exam arrangements"),
        "exams:index",
        ("报考", "报名考试", "考试报名", "考试安排", "考试时间", "准考证", "补考", "重考", "exam date", "resit", "sit an exam"),
    ),
    (_("Course catalogue"), "courses:catalogue", ("考证", "选课", "课程目录", "培训班", "报名", "catalogue", "all course")),
    (_("Events"), "events:programme", ("活动报名", "报名活动", "报名参加", "开放日", "讲座", "upcoming event")),
    (_("Quality Month"), "campaigns:newest", ("质量月", "知识竞赛", "口号征集", "承诺签名", "quality month")),
    (_("Teaching resources"), "schools:library", ("教案", "课件", "教学资源", "投稿", "lesson plan", "teaching resource")),
    (_("The whole Regulation"), "statutes:index", ("条例全文", "全文", "质量条例", "the regulation", "full text")),
    (_("Sign in"), "account_login", ("登录", "登入", "sign in", "log in")),
    (_("Forgotten your password"), "account_reset_password", ("密码", "口令", "password")),
    (_("Report an error"), "pages:report", ("报错", "纠错", "报告错误", "意见反馈", "report an error", "feedback")),
)


@dataclass(frozen=True)
class Way:
    title: str
    address: str


def ways(question: str) -> list[Way]:
    """The services that the question names, two at most: first the one that is named by more of it."""
    asked = normalise(question[:MAX_LENGTH])
    named = [(_named(words, asked), title, name) for title, name, words in SERVICES]
    best = sorted((row for row in named if row[0]), key=lambda row: -row[0])
    return [Way(str(title), reverse(name)) for _length, title, name in best[:MOST]]


def _named(words: tuple[str, ...], asked: str) -> int:
    """How many characters of the question name it; Latin words as a whole: “sign in” is not in “design innovation”."""
    return max((len(word) for word in words if stands_in(word, asked)), default=0)
