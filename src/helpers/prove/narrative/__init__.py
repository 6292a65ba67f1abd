"""What the running text says of a report's figures, held against the tables and against itself."""

from helpers.prove.narrative.mentions import RULE, Mention, Narrative, compare, narrate
from helpers.prove.narrative.topics import TOPICS

__all__ = ["RULE", "TOPICS", "Mention", "Narrative", "compare", "narrate"]
