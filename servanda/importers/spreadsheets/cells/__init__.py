"""Cells as files really hold them. No database here."""
