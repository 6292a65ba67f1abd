"""What pages of a PDF and of a scan have in common: characters, slots, captions and prose by their places."""
