"""MkDocs, WeasyPrint, cache and releases: the only stage that touches the disk."""
