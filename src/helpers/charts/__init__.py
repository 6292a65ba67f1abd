"""Charts: tidy frames become figures and tables; one module per notebook, no file is read or written."""
