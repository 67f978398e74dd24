"""What the content must not say (禁用说法): that the Regulation compels what it encourages, and what no certificate may print."""

import re
from collections.abc import Iterator
from typing import Any

from certificates.forbidden import COMPULSION, objectionable
from pages.linting.reading import Finding, Shipped

# 条例第九条 encourages and permits; it compels no post, no course and no certificate.
_COMPELS = (
    re.compile(
        r"(?<!没有)(?<!不是)条例(?:第九条)?(?:要求|规定|强制)?(?:企业|单位)?(?:必须|应当|强制)"
        r"(?:设|聘|配备|任命|持有|取得|参加)[^。；]{0,12}(?:首席质量官|证书|考试|培训)"
    ),
    re.compile(r"(?:国家|政府|官方)(?:认可|承认|颁发)的?(?:首席质量官)?证书|包过|保过|通过率100|权威认证"),
    re.compile(
        r"\bthe Regulation (?:requires|compels|obliges|mandates)\b(?! neither| no )[^.]{0,60}"
        r"\b(?:CQO|chief quality officer|certificate|exam)",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:state|nationally|officially)[- ]recogni[sz]ed (?:CQO )?certificate|guaranteed pass", re.IGNORECASE),
)
# A text may tell what it refutes.
_REFUTED = re.compile(r"不是|没有|误区|误解|凡声称|不得|不存在|不强制|“[^”]*$|does not|no such|never|not required|myth|\"[^\"]*$")
_SHOUTING = re.compile(r"！|(?<![!<])!(?=\s|$)")


def forbidden(shipped: Shipped) -> Iterator[Finding]:
    """In texts, and in what a question says is right."""
    for place, words in _asserted(shipped):
        for sentence in re.split(r"(?<=[。；.;|])", words):
            for claim in (*_COMPELS, *_LITERAL):
                if (hit := claim.search(sentence)) and not _REFUTED.search(sentence[: hit.start()]):
                    yield Finding("claim", place, sentence.strip()[:80])


_LITERAL = tuple(re.compile(re.escape(word)) for word in COMPULSION if not word.isascii())


def _asserted(shipped: Shipped) -> Iterator[tuple[str, str]]:
    for text in shipped.texts:
        yield text.name, text.body
    for item in shipped.items:
        for language in ("zh", "en"):
            yield item["id"], item["explanation"][language]
    for article in shipped.articles:
        yield (
            f"article {article['article']}",
            "\n".join(str(article.get(name, "")) for name in ("note_zh", "note_en", "force_detail_zh")),
        )


def certificates(shipped: Shipped) -> Iterator[Finding]:
    """What a certificate of ours prints, its denial of being a state qualification apart."""
    for code, scheme in shipped.certificates["schemes"].items():
        for words in _strings({name: scheme.get(name) for name in ("name", "title", "wording")}):
            for word in objectionable(words):
                yield Finding("certificate", code, f"{word}: {words[:60]}")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def shouting(shipped: Shipped) -> Iterator[Finding]:
    """No exclamation mark: what is important is said, not shouted."""
    for place, words in _asserted(shipped):
        if _SHOUTING.search(words):
            yield Finding("tone", place, "an exclamation mark")
