"""A line of a table of doors, and whether a door did what its line says. The tables: appointments/doors.py, house/doors.py."""

from dataclasses import dataclass

from django.http import HttpResponseBase

READ, WRITE, BOTH = frozenset({"GET"}), frozenset({"POST"}), frozenset({"GET", "POST"})
# Done, or what is missing is told: whoever gets this was let in.
LET_IN = frozenset({200, 201, 202, 302, 400, 409, 410, 422})


@dataclass(frozen=True)
class Door:
    """Who may go through, by which methods; `names`: what its address names, empty when nothing but the firm.

    `writes`: who may send something there, where those are fewer. `sees`: who is told no (403), because the page is known to
    them; for everybody else it is nowhere (404). What is named “no …” is nowhere: nobody finds it. `is_told`: whether this table
    says who within the firm may; where it does not, the room's own tests do, and this one holds that nobody else may.
    """

    may: frozenset[str]
    methods: frozenset[str] = READ
    names: str = ""
    writes: frozenset[str] | None = None
    sees: frozenset[str] = frozenset()
    is_told: bool = True

    def opens_for(self, who: str, method: str) -> bool:
        """Whether it does."""
        return who in (self.may if self.writes is None or method == "GET" else self.writes)


def to_login(answer: HttpResponseBase) -> bool:
    return answer.status_code == 302 and "/account/login" in answer["Location"]


def is_right(door: Door, who: str, method: str, answer: HttpResponseBase) -> bool:
    """Whether the door did what its line says of it."""
    if not door.is_told:
        return who in door.may or to_login(answer) or answer.status_code in {401, 403, 404, 405}
    if method not in door.methods:
        return answer.status_code in {401, 404, 405} or (who == "anonymous" and to_login(answer))
    if door.opens_for(who, method):
        nowhere = {404} if door.names.startswith("no ") else set[int]()
        return answer.status_code in LET_IN | nowhere and not to_login(answer)
    if who in door.sees:
        return answer.status_code == 403
    if who == "anonymous":  # a link that is over says so before anybody signs up for it
        return to_login(answer) or (door.names == "no token" and answer.status_code == 410)
    return answer.status_code == 404
