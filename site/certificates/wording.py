"""The words on a certificate (证书用语): filled in from the scheme, and held to what such a document may say.

Source: 人社部函〔2022〕25号 keeps certificates of private bodies from looking like a state qualification; 认证认可条例
art. 2 keeps 认证 for accredited certification. Pure rules.
"""

import re
import unicodedata
from collections.abc import Iterator
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

# The same words in Traditional characters and in English, and signs of the state that a mark or a line must not claim.
FORBIDDEN_HANT = ("中華", "中國", "國家", "全國", "職業資格", "人員資格", "執業資格", "崗位合格", "上崗證", "認證", "包過")
FORBIDDEN_EN = (
    "people's republic",
    "state council",
    "national",
    "nationwide",
    "vocational qualification",
    "professional qualification",
    "occupational qualification",
    "accredited",
    "certification body",
    "guaranteed pass",
)
EMBLEMS = (
    *(
        "国徽",
        "国旗",
        "国章",
        "天安门",
        "华表",
        "五角星",
        "五星",
        "党徽",
        "党旗",
        "军徽",
        "警徽",
        "团徽",
        "團徽",
        "國徽",
        "國旗",
        "黨徽",
        "黨旗",
        "軍徽",
    ),
    *(
        "national emblem",
        "state emblem",
        "national flag",
        "coat of arms",
        "party emblem",
        "red star",
        "guohui",
        "guoqi",
        "emblem of china",
    ),
)
# The Regulation compels nobody to hold it (Art. 9 encourages).
COMPULSION = (
    "依条例必须",
    "依條例必須",
    "条例要求必须",
    "依法必须",
    "依法必須",
    "法定证书",
    "法定證書",
    "强制取得",
    "強制取得",
    "required by law",
    "mandatory under",
)
_CONTRADICTED = re.compile(r"(?:not?|never|without|nor) (?:an? )?(?:\w+ )?$")


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


def objectionable(text: str) -> list[str]:
    """Every word that a form of ours must not print, however it is spelt: with blanks between its signs, wide, Traditional.

    >>> objectionable("质量 认 证 ＮＡＴＩＯＮＡＬ"), objectionable("全　国"), objectionable("依条例必须持有")
    (['认证', 'national'], ['全国'], ['依条例必须'])
    >>> objectionable("International Quality School"), objectionable("is no vocational qualification")
    ([], [])
    """
    return list(dict.fromkeys(_found(text)))


def _found(text: str) -> Iterator[str]:
    wide = unicodedata.normalize("NFKC", text).casefold()
    closed = "".join(
        sign for sign in wide if not sign.isspace() and unicodedata.category(sign) not in ("Cf", "Cc") and sign != "·"
    )
    spaced = " ".join(wide.split())
    for word in (*FORBIDDEN, *FORBIDDEN_HANT, *FORBIDDEN_EN, *EMBLEMS, *COMPULSION):
        if word.isascii():
            if any(not _CONTRADICTED.search(spaced[: hit.start()]) for hit in re.finditer(rf"\b{re.escape(word)}\b", spaced)):
                yield word
        elif word in closed:
            yield word


def hidden(text: str) -> list[str]:
    """Signs that nobody sees and that turn or split what is read, as U+XXXX.

    >>> hidden("证\u200b书\u202e"), hidden("证书\u00a0No.")
    (['U+200B', 'U+202E'], [])
    """
    return [f"U+{ord(sign):04X}" for sign in dict.fromkeys(text) if unicodedata.category(sign) in ("Cf", "Cc", "Co")]
