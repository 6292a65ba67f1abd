"""How far the reading of reports can be trusted, measured: page styles, mutations, and files that are no reports."""
