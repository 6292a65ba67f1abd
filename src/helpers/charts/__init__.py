"""Charts: tidy frames become figures and tables, module by notebook; no data file is touched."""
