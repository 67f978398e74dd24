"""Sheets (工作表): what core.sheets reads of a workbook or CSV file, with its notes as findings of the exchange."""

from dataclasses import dataclass

from core import sheets as core
from core.sheets import Row as Row  # noqa: PLC0414 - handed on to the tables of this room
from core.sheets import column_name as column_name  # noqa: PLC0414
from core.sheets import safe as safe  # noqa: PLC0414
from exams.exchange.drafts import Finding, Place
from exams.exchange.guards import as_refused


@dataclass(frozen=True)
class Sheet:
    """A sheet with its rows that hold something."""

    name: str
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...] = ()


def sheets(data: bytes) -> list[Sheet]:
    """The sheets of a workbook, or the one of a CSV file; Refused for anything else."""
    with as_refused():
        read = core.sheets(data)
    return [Sheet(one.name, one.rows, tuple(_finding(note) for note in one.notes)) for one in read]


def _finding(note: core.Note) -> Finding:
    return Finding(note.level, Place(of=note.sheet), note.code, note.facts)
