"""The kinds of rows: one declarative module each."""
