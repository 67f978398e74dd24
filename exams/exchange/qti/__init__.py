"""QTI: packages by the standard of 1EdTech. 3.0 is written; 3.0, 2.2 and 2.1 are read (docs/algorithms/exchange.md)."""

from exams.exchange.formats import Format, register
from exams.exchange.qti.reading import read
from exams.exchange.qti.writing import write

register(Format("qti", "QTI 3.0", ("zip", "xml"), "application/zip", read, write, is_multilingual=True))
