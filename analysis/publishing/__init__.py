"""From declarations to artifacts and back: digests, tasks, verify, reproduce, bench.

The only room with files and clocks. May use all others.
"""
