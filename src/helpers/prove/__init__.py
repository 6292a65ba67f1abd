"""Cells of a form → figures with a proof: by readings, by identities, by the running text; and the verdict."""
