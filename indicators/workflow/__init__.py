"""The workflow of figures: its table of moves, what makes them, and its pages."""
