"""From declarations to artifacts and back: digests, tasks, verify, reproduce, bench.

The only room with clocks, and with the files of a build. May use all others.
"""
