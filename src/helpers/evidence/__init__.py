"""The place in a report where a figure is printed, for anyone to look at."""

from helpers.evidence.find import find
from helpers.evidence.gallery import exhibits
from helpers.evidence.show import Picture, picture, sentence

__all__ = ["Picture", "exhibits", "find", "picture", "sentence"]
