"""What stands in for OpenSearch where none can be had: the part of its interface that is asked for, with its CJK analyzer.

It cuts text as the analyzers of `cms.search.engine` say (standard tokenizer, cjk_bigram, edge_ngram) and
scores by how rare what was found is. It knows nothing of Django or of this site: what it keeps is what it was sent.
"""

import json
import math
import re
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

_WORD = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+|[^\W_\u3400-\u4dbf\u4e00-\u9fff]+")
Doc = dict[str, Any]


def analysed(text: str, filters: list[str], known: Doc) -> list[tuple[int, str]]:
    """(place, term) of each term: a bigram and the single character it begins with stand in one place."""
    terms, place = [], 0
    for word in _WORD.findall(unicodedata.normalize("NFKC", text).lower()):
        is_han = word[0] >= "\u3400"
        pairs = [word[i : i + 2] for i in range(len(word) - 1)] if is_han else [word]
        ones = is_han and any(known.get(name, {}).get("output_unigrams") for name in filters)
        for number, pair in enumerate(pairs or [word]):
            terms.append((place, pair))
            if ones and len(pair) > 1:
                terms.append((place, pair[0]))
                if number == len(pairs) - 1:
                    terms.append((place + 1, pair[1]))
            place += 1
        place += bool(ones)
    longest = next((known[name]["max_gram"] for name in filters if known.get(name, {}).get("type") == "edge_ngram"), 0)
    return [(at, term[:size]) for at, term in terms for size in range(1, min(longest, len(term)) + 1)] if longest else terms


class Index:
    """One index: its settings, its mapping, its documents."""

    def __init__(self, settings: Doc) -> None:
        self.settings, self.properties, self.documents = settings, Doc(), dict[str, Doc]()

    def terms(self, field: str, text: str, *, asking: bool) -> list[tuple[int, str]]:
        analysis = self.settings["settings"]["analysis"]
        how = self.properties.get(field, {})
        name = how.get("search_analyzer" if asking else "analyzer", "default_search" if asking else "default")
        return analysed(text, analysis["analyzer"][name]["filter"], analysis["filter"])

    def kept(self, document: Doc, field: str) -> list[list[tuple[int, str]]]:
        """The terms of a field, value by value, with what is copied to it."""
        sources = [field, *(name for name, how in self.properties.items() if field in _listed(how.get("copy_to")))]
        values = [one for name in sources for one in _listed(document.get(name)) if isinstance(one, str)]
        return [self.terms(field, one, asking=False) for one in values]

    def score(self, query: Doc, document: Doc) -> float:
        """How well a document answers; 0: not at all."""
        ((kind, told),) = query.items()
        if kind == "bool":
            return self._bool(told, document)
        if kind == "dis_max":
            return max(self.score(one, document) for one in told["queries"])
        if kind == "match_all":
            return 1.0
        if kind == "multi_match":
            fields = [one.partition("^") for one in told["fields"]]
            return max(self._match(name, told, document) * float(boost or 1) for name, _sign, boost in fields)
        ((field, value),) = told.items()
        asked = value if isinstance(value, dict) else {"query": value}
        if field == "_django_content_type":
            return float(asked["query"] in document[field])
        return self._match(field, {**asked, **({"type": "phrase"} if kind == "match_phrase" else {})}, document)

    def _bool(self, told: Doc, document: Doc) -> float:
        if any(self.score(one, document) for one in _listed(told.get("must_not"))):
            return 0.0
        needed = [*_listed(told.get("must")), *_listed(told.get("filter"))]
        parts = [self.score(one, document) for one in needed]
        either = [self.score(one, document) for one in _listed(told.get("should"))]
        if not all(parts) or (either and not needed and not any(either)):
            return 0.0
        return sum(parts[: len(_listed(told.get("must")))]) + sum(either) or 1.0

    def _match(self, field: str, told: Doc, document: Doc) -> float:
        asked = self.terms(field, told["query"], asking=True)
        lines = self.kept(document, field)
        there = {term for line in lines for _at, term in line}
        if not asked:
            return 0.0
        if told.get("type") == "phrase":
            fits = any(_side_by_side(asked, line) for line in lines)
        else:
            found = [term in there for _at, term in asked]
            fits = all(found) if told.get("operator") == "and" else any(found)
        return sum(self._weight(field, term) for _at, term in asked if term in there) * told.get("boost", 1) if fits else 0.0

    def _weight(self, field: str, term: str) -> float:
        holding = sum(any(one == term for line in self.kept(doc, field) for _at, one in line) for doc in self.documents.values())
        return math.log(1 + len(self.documents) / (1 + holding))


def _side_by_side(asked: list[tuple[int, str]], line: list[tuple[int, str]]) -> bool:
    there = set(line)
    return any(
        all((start + at - asked[0][0], term) in there for at, term in asked) for start, term in line if term == asked[0][1]
    )


def _listed(thing: Any) -> list[Any]:
    return [] if thing is None else thing if isinstance(thing, list) else [thing]


class Engine:
    """The engine: indexes by name, aliases, and everything it was asked."""

    def __init__(self) -> None:
        self.indexes, self.aliases, self.asked = dict[str, Index](), dict[str, str](), list[tuple[str, str]]()

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, Doc]:
        self.asked.append((method, path))
        parts = [unquote(part) for part in path.partition("?")[0].strip("/").split("/")]
        if parts[0] == "_alias":
            named = self.aliases.get(parts[1])
            return (200, {named: {}}) if named else (404, {})
        name = self.aliases.get(parts[0], parts[0])
        if len(parts) == 1 and method == "PUT":
            self.indexes[name] = Index(json.loads(body))
            return 200, {}
        index = self.indexes.get(name)
        if index is None:
            return 404, {}
        if len(parts) == 1:
            return (200, {}) if method == "GET" else (200, {"gone": self.indexes.pop(name) is index})
        return self._of(index, name, method, parts[1:], body)

    def _of(self, index: Index, name: str, method: str, rest: list[str], body: bytes) -> tuple[int, Doc]:
        if rest[0] == "_alias":
            self.aliases[rest[1]] = name
        elif rest[0] == "_mapping":
            index.properties |= json.loads(body)["properties"]
        elif rest[0] == "_bulk":
            lines = [json.loads(line) for line in body.splitlines()]
            for head, document in zip(lines[::2], lines[1::2], strict=True):
                index.documents[head["index"]["_id"]] = document
            return 200, {"errors": False, "items": []}
        elif rest[0] == "_doc" and method == "DELETE":
            return (200, {}) if index.documents.pop(rest[1], None) else (404, {})
        elif rest[0] == "_doc":
            index.documents[rest[1]] = json.loads(body)
        elif rest[0] == "_search":
            asked = json.loads(body)
            found = [(index.score(asked["query"], doc), doc["pk"]) for doc in index.documents.values()]
            best = sorted((one for one in found if one[0]), reverse=True)[: asked["size"]]
            return 200, {"hits": {"hits": [{"_score": score, "fields": {"pk": [pk]}} for score, pk in best]}}
        return 200, {}


@contextmanager
def running() -> Iterator[tuple[str, Engine]]:
    """Its address, and what stands behind it."""
    engine = Engine()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def _reply(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, told = engine.answer(self.command, self.path, body)
            content = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_PUT = do_POST = do_DELETE = _reply

        def log_message(self, *words: object) -> None:
            """Nothing: a test's output is its own."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", engine
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
