"""The workbook for a month: filled so far, and read back without questions."""
