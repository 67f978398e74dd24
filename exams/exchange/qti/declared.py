"""What an item declares: its responses with what is right and what each is worth, its marks, how they are reckoned."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from exams.exchange.markup import Element
from exams.exchange.notation import Unusable
from exams.exchange.qti.names import attribute, children, inside, tag

_FULL = ("MAXSCORE", "SCORE_ALL_CORRECT")


@dataclass(frozen=True)
class Response:
    """One response declaration."""

    element: Element
    cardinality: str
    base: str
    correct: tuple[str, ...] = ()
    worth: dict[str, Decimal] = field(default_factory=dict)
    otherwise: Decimal = Decimal(0)
    upper: Decimal | None = None
    is_case_sensitive: bool = False

    @property
    def right(self) -> tuple[str, ...]:
        """What is declared right, or else what earns something."""
        return self.correct or tuple(key for key, value in self.worth.items() if value > 0)


@dataclass(frozen=True)
class Declared:
    """The declarations of one item, and the operators its response processing uses."""

    responses: dict[str, Response]
    maxima: dict[str, Decimal]
    operators: frozenset[str]
    templates: frozenset[str]

    def response(self, interaction: Element) -> Response:
        """The response an interaction is bound to."""
        name = attribute(interaction, "response-identifier")
        if name not in self.responses:
            raise Unusable("response-missing", name=name[:40])
        return self.responses[name]

    @property
    def is_mapped(self) -> bool:
        """Whether marks are given by the map, not by being right or wrong."""
        return "map-response" in self.operators or any(name.startswith("map_response") for name in self.templates)

    @property
    def is_matched(self) -> bool:
        return bool({"match", "equal", "string-match"} & self.operators) or any(
            name.startswith("match_correct") for name in self.templates
        )

    @property
    def marks(self) -> Decimal:
        """Full marks: as declared (or as Inspera calls it), else the highest SCORE, else the bound of the only map, else 1."""
        bounds = [response.upper for response in self.responses.values() if response.upper]
        found = next((self.maxima[name] for name in (*_FULL, "SCORE") if name in self.maxima), None)
        return found or (bounds[0] if len(bounds) == 1 and not self.is_matched else Decimal(1))


def declared(root: Element) -> Declared:
    """The declarations of an item."""
    processing = children(root, "response-processing")
    operators = {tag(element) for deeds in processing for element in deeds.iterdescendants() if isinstance(element.tag, str)}
    templates = {attribute(deeds, "template").rstrip("/").rsplit("/", 1)[-1].removesuffix(".xml") for deeds in processing} - {""}
    responses = {attribute(element, "identifier"): _response(element) for element in children(root, "response-declaration")}
    return Declared(responses, _maxima(root), frozenset(operators), frozenset(templates))


def tolerance(root: Element, name: str) -> tuple[str, str]:
    """(mode, figures) with which the response `name` is compared to a number."""
    for equal in inside(root, "equal", "equal-rounded"):
        if any(attribute(inner, "identifier") == name for inner in equal):
            if attribute(equal, "rounding-mode") or attribute(equal, "figures"):
                return "rounded", attribute(equal, "figures")
            return attribute(equal, "tolerance-mode", "exact"), attribute(equal, "tolerance")
    return "exact", ""


def _response(element: Element) -> Response:
    correct: list[str] = []
    for answer in children(element, "correct-response"):
        correct += ["".join(value.itertext()).strip() for value in children(answer, "value")]
    worth: dict[str, Decimal] = {}
    otherwise, upper, is_sensitive = Decimal(0), None, False
    for mapping in children(element, "mapping"):
        otherwise = _decimal(attribute(mapping, "default-value", "0"))
        upper = _decimal(attribute(mapping, "upper-bound")) if attribute(mapping, "upper-bound") else None
        for entry in children(mapping, "map-entry"):
            worth[attribute(entry, "map-key")] = _decimal(attribute(entry, "mapped-value", "0"))
            is_sensitive |= attribute(entry, "case-sensitive") == "true"
    cardinality, base = attribute(element, "cardinality", "single"), attribute(element, "base-type", "identifier")
    known = tuple(value for value in correct if value)
    return Response(element, cardinality, base, known, worth, otherwise, upper, is_sensitive)


def _maxima(root: Element) -> dict[str, Decimal]:
    found = {}
    for element in children(root, "outcome-declaration"):
        name = attribute(element, "identifier")
        highest = attribute(element, "normal-maximum")
        if name in _FULL:
            highest = "".join("".join(value.itertext()) for value in inside(element, "value")).strip() or highest
        if highest and (number := _decimal(highest)) > 0:
            found[name] = number
    return found


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as fault:
        raise Unusable("not-a-number", word=text[:40]) from fault
    if not number.is_finite() or abs(number) > 10**9:
        raise Unusable("not-a-number", word=text[:40])
    return number
