"""The chain of notebooks: papermill executes them, and pages are made of them.

Each run has a folder of its own and a record; a lock keeps two runs apart; readers see only what
has succeeded.
"""

from helpers.run.agencies import AGENCY
from helpers.run.chain import EXTRACT, PAGES, TIDY, Order, run_all
from helpers.run.notebooks import RunFailed, TimedOut, execute, parameters

__all__ = [
    "AGENCY",
    "EXTRACT",
    "PAGES",
    "TIDY",
    "Order",
    "RunFailed",
    "TimedOut",
    "execute",
    "parameters",
    "run_all",
]
