"""What measurements return. One module for each kind, so that a new result leaves the others' digests alone."""
