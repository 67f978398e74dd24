"""What no certificate of ours may say (禁用词), however it is spelt: wide, Traditional, taken apart, in look-alike letters.

Source: 人社部函〔2022〕25号 keeps certificates of private bodies from looking like a state qualification; 认证认可条例
art. 2 keeps 认证 for accredited certification; the Regulation compels nobody to hold one (Art. 9 encourages). Pure rules.

It finds words, not meanings: whoever publishes reads the rest.
"""

import html
import re
import unicodedata
from collections.abc import Iterator

CHINESE = (
    *("中华人民共和国", "中华", "中国", "国家", "全国", "国务院"),
    *("职业资格", "人员资格", "执业资格", "岗位合格", "上岗证", "认证", "包过"),
)
TRADITIONAL = (
    *("中華人民共和國", "中華", "中國", "國家", "全國", "國務院"),
    *("職業資格", "人員資格", "執業資格", "崗位合格", "上崗證", "認證", "包過"),
)
ENGLISH = (
    *("china", "prc", "people's republic", "state council", "national", "nationwide", "zhongguo", "zhonghua", "quanguo"),
    *("vocational qualification", "professional qualification", "occupational qualification", "state qualification"),
    *("accredited", "certification body", "guaranteed pass"),
)
# Signs of the state, of a party or of an army, which a mark or a line must not claim.
EMBLEMS = (
    *("国徽", "国旗", "国章", "天安门", "华表", "五角星", "五星", "党徽", "党旗", "军徽", "军旗", "警徽", "团徽"),
    *("國徽", "國旗", "國章", "天安門", "華表", "黨徽", "黨旗", "軍徽", "軍旗", "團徽"),
    *("national emblem", "state emblem", "national flag", "coat of arms", "party emblem", "red star", "tiananmen"),
    *("guohui", "guoqi", "emblem of china"),
)
COMPULSION = (
    *("依条例必须", "条例要求必须", "依法必须", "法定证书", "强制取得"),
    *("依條例必須", "條例要求必須", "依法必須", "法定證書", "強制取得"),
    *("required by law", "mandatory under"),
)
WORDS = (*CHINESE, *TRADITIONAL, *ENGLISH, *EMBLEMS, *COMPULSION)

_DENIED = re.compile(r"(?:not?|never|without|nor) (?:an? )?(?:\w+ )?$")
# Between two signs of a Chinese word these are taken for ornament; a comma or a full stop parts two sentences.
_ORNAMENT = frozenset("·・•‧∙⋅*＊-‐‑‒–—―_~|/\\+.^'`")
# Cyrillic and Greek letters that are read as Latin ones, and other forms of 国.
_LOOKS_LIKE = str.maketrans(
    "аеіјорсухԁһӏѕтмкнвοαεικνρτυχ" + "囯圀囶囻",
    "aeijopcyxdhlstmkhboaeiknptux" + "国国国国",
)
# Read in one mixture of both scripts, a word is that word: 職业资格.
_TWIN = dict(zip(CHINESE, TRADITIONAL, strict=True))
_SIMPLER = str.maketrans("".join(TRADITIONAL), "".join(CHINESE))
# Marks of a markup and brackets with nothing in them; and letters that are drawn as blanks.
_MARKUP = re.compile(r"<[^<>]*>|[(\[【「『《〔]\s*[)\]】」』》〕]")
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Single letters with one sign between each two of them: n a t i o n a l, n-a-t-i-o-n-a-l.
_SPACED_OUT = re.compile(r"(?<![a-z])(?:[a-z][^a-z0-9\n]){2,}[a-z](?![a-z])")
_HARMLESS = ("international",)


def objectionable(text: str) -> list[str]:
    """Every word that a form of ours must not print.

    >>> objectionable("质量 认 证 ＮＡＴＩＯＮＡＬ"), objectionable("全　国"), objectionable("依条例必须持有")
    (['认证', 'national'], ['全国'], ['依条例必须'])
    >>> objectionable("c-h-i-n-a 中_囯"), objectionable("Nаtionаl")  # the second with two Cyrillic letters
    (['中国', 'china'], ['national'])
    >>> objectionable("International Quality School, in Chinese"), objectionable("is no vocational qualification")
    ([], [])
    >>> objectionable("培训质量安全员培训考核合格证书，集中；国标")
    []
    """
    return list(dict.fromkeys(_found(text)))


def hidden(text: str) -> list[str]:
    """Signs that nobody sees and that turn or split what is read, as U+XXXX.

    >>> hidden("证\\u200b书\\u202e"), hidden("证书\\u00a0No.")
    (['U+200B', 'U+202E'], [])
    """
    return [f"U+{ord(sign):04X}" for sign in dict.fromkeys(text) if unicodedata.category(sign) in ("Cf", "Cc", "Co")]


def _found(text: str) -> Iterator[str]:
    folded = _folded(text)
    closed = "".join(sign for sign in folded if not sign.isspace() and sign not in _ORNAMENT)
    simpler = closed.translate(_SIMPLER)
    line = " ".join(folded.split())
    apart = [_together(run) for run in _SPACED_OUT.findall(folded)]
    for word in WORDS:
        if not word.isascii():
            if word in closed or (word in simpler and _TWIN.get(word, word) not in closed):
                yield word
        elif _says(line, word) or any(re.sub(r"[^a-z]", "", word) in run for run in apart):
            yield word


def _folded(text: str) -> str:
    """As it is read: one width, one case, no sign that is not seen, no stroke through a letter, no foreign look-alike."""
    plain = unicodedata.normalize("NFKD", html.unescape(text)).casefold()
    kept = "".join(sign for sign in plain if sign.isspace() or not _is_unseen(sign))
    return unicodedata.normalize("NFKC", _MARKUP.sub("", kept)).translate(_LOOKS_LIKE).replace("’", "'")


def _is_unseen(sign: str) -> bool:
    return sign in _BLANK or unicodedata.category(sign) in ("Cf", "Cc", "Mn", "Me")


def _together(run: str) -> str:
    """Letters that stand apart as the word they spell; of the harmless ones nothing is left."""
    word = re.sub(r"[^a-z]", "", run)
    for harmless in _HARMLESS:
        word = word.replace(harmless, " ")
    return word


def _says(line: str, word: str) -> bool:
    """Whether a line of English says it, other than to deny it."""
    return any(not _DENIED.search(line[: hit.start()]) for hit in re.finditer(rf"\b{re.escape(word)}\b", line))
