"""The place in a report where a figure is printed, for anyone to look at."""

from helpers.exhibits.find import find, report_named
from helpers.exhibits.gallery import exhibits
from helpers.exhibits.place import Picture, picture, sentence
from helpers.exhibits.steps import steps

__all__ = ["Picture", "exhibits", "find", "picture", "report_named", "sentence", "steps"]
