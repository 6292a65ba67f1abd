"""Reports set as every kind of file in which reports come, and read: `make kinds` writes docs/kinds.md."""
