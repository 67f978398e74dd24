"""A holder's name as strangers see it (姓名脱敏): enough to recognise a person one has in front of one, no more.

A star stands for any number of characters, so that not even the length of a name is told. Pure rules.
"""

import re
import unicodedata

# Surnames of two characters; cutting one after the first would tell a name nobody has.
_DOUBLE = frozenset(
    re.findall(
        "..",
        "欧阳司马上官诸葛夏侯皇甫尉迟公羊澹台公冶宗政濮阳淳于单于太叔申屠公孙仲孙轩辕令狐钟离宇文长孙慕容鲜于闾丘司徒司空司寇亓官子车颛孙端木巫马公西漆雕乐正壤驷公良拓跋"
        "夹谷宰父谷梁百里东郭南门呼延羊舌微生梁丘左丘东门西门南宫第五独孤纳兰完颜叶赫那拉赫连东方哥舒歐陽諸葛東方鮮于長孫獨孤",
    )
)
_WORDS = re.compile(r"[^\W\d_][^\s]*")
_PARTS = re.compile(r"([·•・‧])")


def masked(name: str) -> str:
    """The surname and a star; of a Latin name the initials.

    >>> masked("王龑"), masked("欧阳娜娜"), masked("阿迪力·买买提"), masked("Mary O'Brien-Smith")
    ('王*', '欧阳*', '阿*·买*', 'M. O.')
    """
    name = name.strip()
    if not name:
        return "*"
    if name[0].isascii() or name[0].lower() != name[0].upper():
        initials = [word[0].upper() + "." for word in _WORDS.findall(name)]
        return " ".join(initials) or "*"
    return "".join(part if _PARTS.fullmatch(part) else _masked_part(part) for part in _PARTS.split(name))


def _masked_part(part: str) -> str:
    keep = 2 if len(part) > 2 and part[:2] in _DOUBLE else 1
    return part[:keep] + "*"


def agree(typed: str, held: str) -> bool:
    """Whether a name that somebody typed is the holder's: whole, in any width and case, with any blanks and any middle dot.

    >>> agree(" 林　悦", "林悦"), agree("阿迪力•买买提", "阿迪力·买买提"), agree("MARY obrien", "Mary O'Brien")
    (True, True, False)
    >>> agree("林", "林悦"), agree("", "")
    (False, False)
    """
    return bool(_bare(typed)) and _bare(typed) == _bare(held)


def _bare(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name[:200]).casefold()
    return "".join("·" if _PARTS.fullmatch(sign) else sign for sign in folded if not sign.isspace() and sign.isprintable())
