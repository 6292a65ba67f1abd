"""What the running text says of a report's own figures, held against the tables and against itself."""

from helpers.narrative.told import Mention, narrate
from helpers.narrative.topics import TOPICS

__all__ = ["TOPICS", "Mention", "narrate"]
