"""What the running text says of a report's own figures, held against the tables and against itself."""

from helpers.narrative.told import RULE, Mention, compare, narrate
from helpers.narrative.topics import TOPICS

__all__ = ["RULE", "TOPICS", "Mention", "compare", "narrate"]
