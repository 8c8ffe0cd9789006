"""A sheet as it is read, shown, filled in as a workbook and handed in."""
