"""Read annual reports on government-information disclosure into checked, tidy tables."""

__version__ = "0.1.0"
