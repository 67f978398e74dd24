"""Moodle XML: questions from and for Moodle's question bank (docs/algorithms/exchange.md)."""

from exams.exchange.formats import Format, register
from exams.exchange.moodle.reading import read
from exams.exchange.moodle.writing import write

register(Format("moodle", "Moodle XML", ("xml",), "application/xml", read, write, is_multilingual=True))
