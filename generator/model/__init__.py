"""The records: what a questionnaire, a catalogue, a guide, a result and a problem are. No input, no output."""
