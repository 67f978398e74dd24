"""Pages of events as they are read in tests."""

from tests.reading import english, refused

NAMES = (r"iCal|Atom|ICP|XLSX|URL|event-\d", r"[2-9A-Z]{4}-[2-9A-Z]{4}")


def words(answer, status=200) -> str:
    assert answer.status_code == status
    html = answer.content.decode()
    assert (english(html, *NAMES), refused(html)) == ([], [])
    return html
