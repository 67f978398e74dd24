"""The bank's screens as a test reads them: their addresses, their text, and what they asked of the database."""

import re

BANK = "/cms/snippets/exams/item/"
REVIEWS = "/cms/snippets/exams/proposal/"


def text(response, status: int = 200) -> str:
    """What stands on the page, scripts and templates left out."""
    assert response.status_code == status, response
    return re.sub(r"<(script|template).*?</\1>", " ", response.content.decode(), flags=re.S)


def of_the_room(queries) -> list[str]:
    """The statements about the exams' own tables."""
    return [query["sql"] for query in queries if '"exams_' in query["sql"]]
