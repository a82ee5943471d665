"""Loading: files to records. Every fault is noted with file, line, column, code and remedy, all at once."""
