"""Reports in which a cell shows something else than it says, and what a person sees there, read from the picture."""
