"""The content of an item (题目内容): all that a review judges, whichever road it came by. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from exams.fingerprints import fingerprint


@dataclass(frozen=True)
class Content:
    """What is asked, in each language, and what is right."""

    kind: str
    body: Mapping[str, Mapping[str, Any]]
    marks: Decimal
    rule: str
    key: Mapping[str, Any]
    rubric: Sequence[Mapping[str, Any]] = ()
    explanation: Mapping[str, str] | None = None

    @property
    def wording_sha256(self) -> str:
        """Of what a candidate sees: another wording is another version."""
        return fingerprint([self.kind, self.body, f"{self.marks:.2f}"])

    @property
    def key_parts(self) -> list[Any]:
        """What an answer key holds: another key under the same wording is another revision."""
        return [self.rule, self.key, self.rubric, self.explanation or {}]

    def says_as(self, other: "Content") -> bool:
        """Whether the two neither ask nor mark differently."""
        return self.wording_sha256 == other.wording_sha256 and self.key_parts == other.key_parts
