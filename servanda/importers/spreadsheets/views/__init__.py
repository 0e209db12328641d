"""The six screens of a spreadsheet import, one module each stretch of the way."""
