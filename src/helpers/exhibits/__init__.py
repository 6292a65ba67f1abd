"""The place in a report where a figure is printed, for anyone to look at."""

from helpers.evidence.find import find, report_named
from helpers.evidence.gallery import exhibits
from helpers.evidence.place import Picture, picture, sentence
from helpers.evidence.steps import steps

__all__ = ["Picture", "exhibits", "find", "picture", "report_named", "sentence", "steps"]
