"""The translator's work: which strings there are, guides cut into blocks, merging, checks and status.

Knows catalogues, never pages. Pure: `write/catalogues.py` puts on the disk what these functions return.
"""
