"""`python -m generator` is `guzgu`."""

from generator.cli import main

main()
