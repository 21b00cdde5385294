"""Experiments beside the publication's main line: five companions, and many short trainings that differ in one thing."""
