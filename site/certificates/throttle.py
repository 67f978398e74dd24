"""Limits on comparing names, on lists of numbers and on letters to guests; that on looking up is everyone's (core.look_ups).

They count in the cache. A cache that is away counts nothing, and questions are answered meanwhile (docs/running).
"""

from django.http import HttpRequest

from core.limiting import HOUR, asker, count

# Names tried against one certificate, whoever tries: a masked name is not to be guessed either.
NAMES_PER_HOUR = 20
# Lists of numbers from one address: five thousand numbers in an hour, which guess none of 44 bits.
LISTS_PER_HOUR = 10
# Letters to guests of an event: a class registers from one address, and nobody fills a stranger's box.
LETTERS_PER_HOUR = 40


def may_compare(number: str) -> bool:
    """Whether one more name may be compared with the holder of this certificate in this hour."""
    return count(f"name:{number}", HOUR) <= NAMES_PER_HOUR


def may_send_list(request: HttpRequest) -> bool:
    """Whether this address may have one more list checked in this hour."""
    return count(f"list:{asker(request)}", HOUR) <= LISTS_PER_HOUR


def may_write(request: HttpRequest) -> bool:
    """Whether this address may have one more letter sent, in this hour, to somebody who has no account yet."""
    return count(f"letter:{asker(request)}", HOUR) <= LETTERS_PER_HOUR
