"""GIFT, Moodle's plain-text format, by an own parser and writer (the grammar: docs/algorithms/exchange.md)."""

from exams.exchange.formats import Format, register
from exams.exchange.gift.reading import read
from exams.exchange.gift.writing import write

register(
    Format(
        name="gift",
        label="GIFT text",
        extensions=("gift", "txt"),
        content_type="text/plain; charset=utf-8",
        read=read,
        write=write,
    )
)
