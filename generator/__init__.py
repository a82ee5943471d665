"""Güzgü: questionnaires, catalogues, guides and aggregated results in; a multilingual site, paper and reports out."""

__version__ = "0.1.0"
