"""How fast reports are read, how much memory that takes, and how many figures end in the right place."""
