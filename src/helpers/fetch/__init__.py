"""Reports fetched from their addresses, politely and into one folder; what is there, what not.

Nothing that is there is ever written over; where a request may not go, none goes.
"""

from helpers.fetch.collect import Choice, Outcome
from helpers.fetch.faults import Fault
from helpers.fetch.fetching import Order, fetch
from helpers.fetch.guard import network
from helpers.fetch.manners import manners
from helpers.fetch.status import status
from helpers.fetch.wanted import Wanted, read_list, starting_list

__all__ = [
    "Choice",
    "Fault",
    "Order",
    "Outcome",
    "Wanted",
    "fetch",
    "manners",
    "network",
    "read_list",
    "starting_list",
    "status",
]
