"""Curation: what people asked in vain becomes drafts, and drafts that two editors stand by become records."""
