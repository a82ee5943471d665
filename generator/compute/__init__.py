"""Numbers: participation, measures, what may be published, comparison of versions, synthetic rounds. Pure functions."""
