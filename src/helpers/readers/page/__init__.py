"""What pages of a PDF and of a scan have in common, by place.

Characters, slots, captions and prose.
"""
