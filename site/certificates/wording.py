"""The words on a certificate (证书用语): filled in from the scheme, and held to what such a document may say.

Source: 人社部函〔2022〕25号 keeps certificates of private bodies from looking like a state qualification; 认证认可条例
art. 2 keeps 认证 for accredited certification. Pure rules.
"""

from decimal import Decimal

# What a title or text must not contain. The disclaimer names the qualification only to deny it, so it is not asked.
FORBIDDEN = (
    "中华人民共和国",
    "中华",
    "中国",
    "国家",
    "全国",
    "职业资格",
    "人员资格",
    "执业资格",
    "岗位合格",
    "上岗证",
    "认证",
    "包过",
)


def misleading(text: str) -> list[str]:
    """The forbidden words that `text` contains.

    >>> misleading("质量安全员培训考核合格证书"), misleading("全国质量安全员职业资格证书")
    ([], ['全国', '职业资格'])
    """
    return [word for word in FORBIDDEN if word in text]


def hours_in_words(hours: Decimal) -> str:
    """Hours without an idle decimal.

    >>> hours_in_words(Decimal("16.0")), hours_in_words(Decimal("15.5"))
    ('16', '15.5')
    """
    return f"{hours.normalize():f}"


def fill(text: str, hours: Decimal) -> str:
    """The text with the hours put in.

    >>> fill("完成{hours}学时的学习", Decimal("16.0"))
    '完成16学时的学习'
    """
    return text.replace("{hours}", hours_in_words(hours))
