"""The words of the form itself (版式文字), as opposed to the facts: what stands before a number or a date, in each language.

Pure rules. A label may name places that are filled in from the facts (`editions`).
"""

from dataclasses import dataclass, replace

LANGUAGES = ("zh-hans", "zh-hant", "en")
# Who answers for a document: frozen when it is issued, so not taken from the form later.
ANSWERING = ("issuing_body", "signatory", "signatory_title")


@dataclass(frozen=True)
class Labels:
    """Every word on the page that is no fact. The last four may stay empty: then the fact is printed as it was frozen."""

    lead: str
    number: str
    verify: str
    issued: str
    expires: str
    endless: str
    sample: str
    # Which text counts, on a rendering in another language.
    governs: str
    disclaimer: str = ""
    issuing_body: str = ""
    signatory: str = ""
    signatory_title: str = ""


SHIPPED = {
    "zh-hans": Labels(
        lead="兹证明\u00a0\u00a0This is to certify that",
        number="证书编号 CERTIFICATE NO.",
        verify="扫码或打开网址查验 VERIFY AT",
        issued="颁发 ISSUED",
        expires="有效期至 EXPIRES",
        endless="长期有效",
        sample="【示例】",
        governs="",
    ),
    "zh-hant": Labels(
        lead="茲證明\u00a0\u00a0This is to certify that",
        number="證書編號 CERTIFICATE NO.",
        verify="掃碼或打開網址查驗 VERIFY AT",
        issued="頒發 ISSUED",
        expires="有效期至 EXPIRES",
        endless="長期有效",
        sample="【示例】",
        governs="本件為「{title}」的繁體中文本，以簡體中文證書為準。",
    ),
    "en": Labels(
        lead="This is to certify that",
        number="CERTIFICATE NO.",
        verify="SCAN OR OPEN TO VERIFY",
        issued="ISSUED",
        expires="EXPIRES",
        endless="no end",
        sample="[Sample] ",
        governs="English rendering of the certificate “{title}”; the Chinese text governs. ",
        disclaimer="It is no vocational qualification of a state and replaces no statutory appointment or licence.",
    ),
}


# Printed below a name that holds a substitute.
SUBSTITUTED = {
    "zh-hans": "姓名中有无法印出的字（{signs}），经核准以代用字印制；原字见证书的查验页。",
    "zh-hant": "姓名中有無法印出的字（{signs}），經核准以代用字印製；原字見證書的查驗頁。",
    "en": (
        "The name holds a character that cannot be printed ({signs}); an approved substitute stands for it. "
        "The register keeps the name as written."
    ),
}


def words(language: str, own: dict[str, str]) -> Labels:
    """The shipped words of a language with what a template says instead; empty leaves them.

    >>> words("en", {"lead": "We certify that", "issued": " "}).lead, words("en", {"issued": " "}).issued
    ('We certify that', 'ISSUED')
    """
    return replace(SHIPPED[language], **{label: text.strip() for label, text in own.items() if text.strip()})


def fill(label: str, places: dict[str, str]) -> str:
    """The label with its places filled in; anything else in braces stays as it is.

    >>> fill("“{title}” {other}", {"title": "证书"})
    '“证书” {other}'
    """
    for place, value in places.items():
        label = label.replace("{" + place + "}", value)
    return label
