"""How it is worded (措辞): the glossary's terms, sentences one can read, the signs of Chinese and of English."""

import re
from collections.abc import Iterator

from pages.linting.reading import Finding, Shipped, Text

# A sentence is measured without what stands in brackets; a list told with semicolons counts by its parts.
MOST_SIGNS = 120
MOST_WORDS = 60
_ENDS = {"zh": re.compile(r"[。；？：]|\n\n"), "en": re.compile(r"[.;:?](?:\s|$)|\n\n")}
_ASIDE = re.compile(r"[（(][^（()）]*[)）]|[“\"][^”\"]*[”\"]|`[^`]*`")

# What people write for a term of the glossary, and the term.
INSTEAD = {
    "质量安全主管": "质量安全总监",
    "质量安全监督员": "质量安全员",
    "品质官": "首席质量官",
    "质量总监证": "证书",
    "质监局": "市场监管部门",
    "工商局": "市场监管部门",
    "技术监督局": "市场监管部门",
    "验证码查询": "证书查验",
    "召回品回收": "召回",
}
_TERMS = {
    "首席质量官": r"CQO|[Cc]hief [Qq]uality [Oo]fficer",
    "质量安全总监": r"QSD|[Dd]irector",
    "质量安全员": r"QSO|[Oo]fficer",
    "主要负责人": r"[Pp]rincipal person|\bhead\b|general manager|owner|person in charge",
    "一票否决": r"[Vv]eto",
    "召回": r"[Rr]ecall",
    "缺陷": r"[Dd]efect",
    "强制性国家标准": r"[Mm]andatory",
    "监督抽查": r"[Ss]pot[- ]check|[Ss]upervisory",
}


def unreadable(shipped: Shipped) -> Iterator[Finding]:
    """Sentences too long to be read once; what the law says is quoted as it is."""
    for text in shipped.texts:
        for sentence in _sentences(text):
            size, most = (len(sentence), MOST_SIGNS) if text.language == "zh" else (len(sentence.split()), MOST_WORDS)
            if size > most:
                yield Finding("sentence", text.name, f"{size}: {sentence[:60]}…")


def _sentences(text: Text) -> Iterator[str]:
    plain = text.prose
    for _nested in range(2):
        plain = _ASIDE.sub("", plain)
    for sentence in _ENDS[text.language].split(plain):
        yield " ".join(sentence.split()) if text.language == "en" else "".join(sentence.split())


def terms(shipped: Shipped) -> Iterator[Finding]:
    """No other word for what has a term; and the English lesson has the term where the Chinese has it."""
    for text in shipped.texts:
        if text.language == "zh":
            for word, term in INSTEAD.items():
                if word in text.body:
                    yield Finding("term", text.name, f"{word}: write {term}")
    for code in shipped.codes:
        chinese, english = (shipped.lessons.get((code, language)) for language in ("zh", "en"))
        if chinese and english:
            for term, told in _TERMS.items():
                if term in chinese.body and not re.search(told, english.body):
                    yield Finding("term", f"{code}.en", f"nothing for {term}")


def glossary(shipped: Shipped) -> Iterator[Finding]:
    """Each term once, in three languages."""
    seen: set[str] = set()
    for row in shipped.glossary:
        if row["zh_hans"] in seen:
            yield Finding("glossary", row["zh_hans"], "told twice")
        seen.add(row["zh_hans"])
        if not all(row[name].strip() for name in ("zh_hant_hk", "en")):
            yield Finding("glossary", row["zh_hans"], "a language is missing")


_HALF = re.compile(r"[\u4e00-\u9fff][,;?](?=[\u4e00-\u9fff“])|[\u4e00-\u9fff]:(?=[\u4e00-\u9fff“])")
# A standard's year and a label before its words keep their blank; what stands before a figure and around a sign has none.
_BLANK = re.compile(r"[\u4e00-\u9fff] \d|[\d\u4e00-\u9fff] [=＝×÷] [\d\u4e00-\u9fff]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
# A term of the law may stand in brackets behind its English, or quoted as what has to be written.
_GLOSS = re.compile(r"[(（][^()（）]*[)）]|\*\*[^*]*\*\*")


def signs(shipped: Shipped) -> Iterator[Finding]:
    """Full-width signs and no blanks between Chinese words and figures, and no Chinese left over in English."""
    for text in shipped.lessons.values():
        if text.language == "zh" and (hit := _BLANK.search(text.body)):
            yield Finding("sign", text.name, f"blank: …{text.body[max(0, hit.start() - 8) : hit.end() + 8]}…")
    for place, language, words in _worded(shipped):
        if language == "zh" and (hit := _HALF.search(words)):
            yield Finding("sign", place, f"half-width sign: …{words[max(0, hit.start() - 8) : hit.end() + 8]}…")
        if language == "en" and (left := _CHINESE.search(_GLOSS.sub("", words))):
            yield Finding("sign", place, f"Chinese in English: {left[0][:20]}")


def _worded(shipped: Shipped) -> Iterator[tuple[str, str, str]]:
    for text in shipped.lessons.values():
        yield text.name, text.language, text.body
    for item in shipped.items:
        told = [
            item["stem"],
            item["explanation"],
            *(line for name in ("choices", "left", "right") for line in item.get(name) or ()),
        ]
        for language in ("zh", "en"):
            yield item["id"], language, "\n".join(line[language] for line in told)


# A question is a sentence, not "Reading (mm)?": it has one of these words, or it is no question.
_ASKED = re.compile(
    r"\b(?:what|which|who|whom|whose|how|when|where|why|is|are|was|were|may|must|does|do|can|should|has|have|will|would|shall)\b",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?<!\bart)(?<!\barts)[.?][”\"]?\s")


def asked(shipped: Shipped) -> Iterator[Finding]:
    """An English question is asked in a sentence, as the Chinese one is."""
    for item in shipped.items:
        question = _SENTENCES.split(item["stem"]["en"].strip())[-1]
        if question.endswith("?") and not _ASKED.search(question):
            yield Finding("question", item["id"], f"no sentence: {question}")
