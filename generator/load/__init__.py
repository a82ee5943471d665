"""Loading: files to records. Every fault is noted with file, line, column, code and remedy; nothing stops at the first."""
