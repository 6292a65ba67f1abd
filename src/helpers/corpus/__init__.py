"""Many reports: found, read in parallel, kept from run to run, corrected, put into tables."""
