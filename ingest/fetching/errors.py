"""Why something was not fetched."""

from __future__ import annotations


class FetchError(Exception):
    """An address gave no report. ``address`` is it, ``why`` the reason in words that say what to do."""

    def __init__(self, address: str, why: str) -> None:
        self.address, self.why = address, why
        super().__init__(f"{address}: {why}")
