"""A thousand players at one contest: `python -m tests.load.contest http://127.0.0.1:8000 2026 --players 1000`.

Each asks for a try, waits as long as it is told to, answers every question, and reads the result. Told at the end: how many
finished, how many were queued, how slow answers were, and every status. Other than 200 and 202 there must be none.
"""

import argparse
import re
import threading
import time
from collections import Counter
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_SLOT = re.compile(r'name="slot" value="(\d+)"')
_OPTION = re.compile(r'name="(q\d+)" value="([^"]+)"')


class Player:
    """One browser without a script."""

    def __init__(self, site: str, year: int, told: Counter[str], times: list[float]) -> None:
        self.site, self.year, self.told, self.times = site, year, told, times
        self.open = build_opener(HTTPCookieProcessor(CookieJar()))

    def ask(self, address: str, data: dict[str, str] | None = None) -> tuple[int, str, str, int]:
        body = urlencode(data).encode() if data else None
        began = time.perf_counter()
        try:
            answer = self.open.open(Request(address, body, {"Referer": address}), timeout=60)
        except HTTPError as fault:
            answer = fault
        page = answer.read().decode()
        self.times.append(time.perf_counter() - began)
        self.told[f"status {answer.status}"] += 1
        return answer.status, page, answer.url, int(answer.headers.get("Retry-After") or 3)

    def play(self) -> None:
        door = f"{self.site}/quality-month/{self.year}/contest/tries/"
        _status, page, _url, _wait = self.ask(door)
        status, page, url, wait = self.ask(door, {"csrfmiddlewaretoken": _found(_TOKEN, page)})
        while status == 202:
            self.told["queued"] += 1
            time.sleep(wait)
            status, page, url, wait = self.ask(url)
        while status == 200 and (slot := _SLOT.search(page)):
            name, value = _OPTION.findall(page)[0]
            sent = {"csrfmiddlewaretoken": _found(_TOKEN, page), "slot": slot[1], name: value}
            status, page, _url, _wait = self.ask(f"{url}answers/", sent)
        self.told["finished"] += status == 200


def _found(pattern: re.Pattern[str], page: str) -> str:
    match = pattern.search(page)
    return match[1] if match else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site")
    parser.add_argument("year", type=int)
    parser.add_argument("--players", type=int, default=1000)
    options = parser.parse_args()
    told: Counter[str] = Counter()
    times: list[float] = []
    players = [Player(options.site.rstrip("/"), options.year, told, times) for _number in range(options.players)]
    threads = [threading.Thread(target=player.play) for player in players]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    print(dict(told), f"median {times[len(times) // 2]:.2f} s, 99 % {times[int(len(times) * 0.99)]:.2f} s")  # noqa: T201 - its report


if __name__ == "__main__":
    main()
