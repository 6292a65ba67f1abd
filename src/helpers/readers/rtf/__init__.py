"""RTF files, as word processors write them."""

from helpers.readers.rtf.tables import readings

__all__ = ["readings"]
