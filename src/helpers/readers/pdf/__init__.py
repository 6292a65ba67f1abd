"""PDFs with a layer of text, and pages of them that are pictures."""

from helpers.readers.pdf.tables import readings

__all__ = ["readings"]
