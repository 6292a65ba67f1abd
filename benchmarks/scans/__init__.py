"""How scans and photographs of reports are read, measured over scanners and page styles."""
