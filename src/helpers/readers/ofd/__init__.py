"""OFD files (GB/T 33190), the national page format: read like the PDFs that they would print as."""

from helpers.readers.ofd.printed import as_pdf
from helpers.readers.ofd.tables import readings

__all__ = ["as_pdf", "readings"]
