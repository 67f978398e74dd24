"""Excel and CSV as formats of the exchange."""

from exams.exchange import tables, workbook
from exams.exchange.formats import Format, register

register(
    Format(
        name="excel",
        label="Excel workbook",
        extensions=("xlsx",),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        read=tables.read,
        write=workbook.write,
        is_multilingual=True,
    )
)
register(
    Format(
        name="csv",
        label="CSV table",
        extensions=("csv", "tsv"),
        content_type="text/csv; charset=utf-8",
        read=tables.read,
        write=workbook.write_csv,
        is_multilingual=True,
    )
)
