"""The house, built once: one of each thing an address can name, all of them somebody's."""

import json
import re
from dataclasses import dataclass

from django.urls import reverse

from tests.courses.small import check_id
from tests.house import classes, gatherings, learning, own, papers
from tests.house.people import Names, People

PART = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class House:
    """Everybody, and the parts of addresses by what they name."""

    people: People
    names: Names

    def address(self, name: str, route: str, thing: str) -> str:
        """Where that door is."""
        told = self.names[thing]
        return reverse(name, kwargs={part: told[part] for part in PART.findall(route)})

    def sent(self, name: str) -> dict[str, object]:
        """What is sent there, where nothing at all would be refused to everybody: what does the deed for whoever may."""
        return {
            "courses:answers": {"check": check_id("TST-01"), "answer": "true"},
            "courses:medium_place": {"lesson": f"act/act-01/{learning.PAPER}", "page": "1"},
            "courses:beats": {"beat": json.dumps({"number": 1, "ranges": [[0, 1000]], "position": 1000})},
            "campaigns:answers": {"slot": "1"},
            "campaigns:votes": self.names["vote"],
            "campaigns:covenant_signing": {"body": self.people.other_firm.pk},
            "schools:comments": {"field": "title", "text": "好"},
            "schools:decision": self.names["approval"],
            "schools:invitations": {"name": "某"},
            "schools:rating": {"stars": "4"},
            "schools:replies": {"text": "回"},
        }.get(name, {})


def build() -> House:
    people, names = People(), Names({"": {}})
    for room in (
        learning.learning,
        papers.papers,
        gatherings.month,
        gatherings.gatherings,
        classes.schools,
        classes.colleges,
        classes.people_and_bases,
        classes.cases,
        own.own,
    ):
        names |= room(people)
    return House(people, names)
