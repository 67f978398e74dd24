"""Anonymous numbers (匿名号): what markers and reviewers call an answer or a paper by, in place of its writer's name.

From a secret of this site, so that nobody can reckon back; of each answer its own, so that nobody sees which answers one
person gave.
"""

from django.utils.crypto import salted_hmac

from core.codes import SIGNS

LENGTH = 6


def number(of: str, key: object) -> str:
    """The anonymous number of an "answer" or a "paper" with this primary key: 7K4M9X."""
    digest = int.from_bytes(salted_hmac(f"exams.anonymity.{of}", str(key)).digest()[:8], "big")
    signs = []
    for _place in range(LENGTH):
        digest, sign = divmod(digest, len(SIGNS))
        signs.append(SIGNS[sign])
    return "".join(signs)
