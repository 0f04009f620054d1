"""Benchmarks from the tool's file: how its indicators are matched with ours, applied, and their pages."""
