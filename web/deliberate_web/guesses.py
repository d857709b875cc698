"""A brake on guessing reply codes and on registering by the dozen: so many from one address, then
a pause.

A code has 55 random bits, so the brake does not guard the codes; it guards the server and shows in
the log. Addresses are held in memory for minutes, as keyed hashes, and nowhere else.
"""

from __future__ import annotations

import hmac
from collections import deque
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from threading import Lock

MOST, WINDOW = 30, timedelta(minutes=10)
"""Wrong codes from one address within this time; a library or an operator's network shares one."""
MOST_NEW = 20
"""People who register from one address within the same time."""
REMEMBERED = 10_000
"""Addresses that are held at most; the oldest is forgotten first."""


class Guesses:
    """Counts wrong codes by address, or whatever else is braked. Threads share it."""

    def __init__(self, key: bytes, most: int = MOST) -> None:
        self._key, self._most = key, most
        self._wrong: dict[bytes, deque[datetime]] = {}
        self._lock = Lock()

    def too_many(self, address: str, now: datetime) -> bool:
        """Whether this address has to wait."""
        with self._lock:
            return len(self._recent(self._mark(address), now)) >= self._most

    def note(self, address: str, now: datetime) -> None:
        """Somebody at this address did once more what is braked."""
        with self._lock:
            mark = self._mark(address)
            times = self._recent(mark, now)
            times.append(now)
            self._wrong.pop(mark, None)
            self._wrong[mark] = times
            if len(self._wrong) > REMEMBERED:
                del self._wrong[next(iter(self._wrong))]

    def _recent(self, mark: bytes, now: datetime) -> deque[datetime]:
        times = self._wrong.get(mark, deque())
        while times and times[0] <= now - WINDOW:
            times.popleft()
        return times

    def _mark(self, address: str) -> bytes:
        return hmac.digest(self._key, network_of(address).encode(), "sha256")


def network_of(address: str) -> str:
    """The address, or for IPv6 the network of a household or an office: its first 64 bits."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        return str(int(found) >> 64)
    return str(found)
