"""Cells of a form → figures with a proof (readings, identities, running text), and the verdict."""
