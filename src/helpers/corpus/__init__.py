"""Many reports: found in a folder, read in parallel, kept from run to run, corrected, and put into tables."""
