"""A Word file as the parts of a lesson (Word导入): mammoth reads the file, this says what of it a lesson can hold. Pure.

Nothing is dropped in silence: whatever becomes something else, or nothing, is a finding with its number.
"""

import io
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import mammoth

from courses.word.guarding import guard
from courses.word.parts import Parts

_STYLES = "\n".join(
    [
        "p[style-name='Title'] => h1:fresh",
        "p[style-name='标题'] => h1:fresh",
        *(f"p[style-name='标题 {level}'] => h{level}:fresh" for level in range(1, 7)),
        "p[style-name='heading 1'] => h1:fresh",
        "p[style-name='heading 2'] => h2:fresh",
        "p[style-name='heading 3'] => h3:fresh",
        "comment-reference => ",
    ]
)
KINDS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


@dataclass(frozen=True)
class Picture:
    """A picture of the file, with the words its author gave it."""

    number: int
    data: bytes
    ending: str
    alt: str = ""


@dataclass(frozen=True)
class Text:
    """What a lesson would be. `parts` are blocks as the stream keeps them; a picture is {"type": "picture", "value": number}."""

    title: str
    parts: list[dict[str, Any]]
    pictures: list[Picture]
    findings: Counter[str] = field(default_factory=Counter)

    def count(self, kind: str) -> int:
        return sum(part["type"] == kind for part in self.parts)


def read(data: bytes) -> Text:
    """The parts of a lesson in a .docx. Raises guarding.Refused."""
    guarded = guard(data)
    pictures: list[Picture] = []
    findings = Counter(guarded.lost)

    def picture(image: Any) -> dict[str, str]:
        ending = KINDS.get(image.content_type)
        if ending is None:
            findings["picture-kind"] += 1
            return {}
        with image.open() as file:
            pictures.append(Picture(len(pictures) + 1, file.read(), ending, (image.alt_text or "").strip()[:250]))
        return {"src": str(len(pictures))}

    made = mammoth.convert_to_html(
        io.BytesIO(guarded.data),
        style_map=_STYLES,
        convert_image=mammoth.images.img_element(picture),
        external_file_access=False,
    )
    findings.update(f"style:{name}" for name in _unknown_styles(made.messages))
    parts = Parts()
    parts.feed(made.value)
    parts.close()
    return Text(parts.title, parts.blocks, pictures, findings + parts.findings)


def _unknown_styles(messages: Any) -> list[str]:
    """Names of styles the author made that mean nothing to a lesson; their text is kept as a paragraph."""
    found = []
    for message in messages:
        if match := re.search(r"nrecognised (?:paragraph|run|table) style: (?:'([^']*)'|(\S+))", message.message):
            found.append((match[1] or match[2])[:40])
    return sorted(set(found))
