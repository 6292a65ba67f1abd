"""Names of agencies → which of them mean one agency, of which level, where, and below whom."""

from helpers.agencies.identity import identify

__all__ = ["identify"]
