"""Hostile files, and files in which bytes have changed: what a reader does with them, and what it costs."""
