"""Spreadsheets into the register: read, matched, previewed, carried out, and taken back."""
