"""Scanners of other people's making against both surfaces, as each role: `make scan`."""
