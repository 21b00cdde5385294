"""The series' CNN and MLP: built, trained, stored; any network as a graph, looked at step by step;
receptive fields read off the graph.

Knows nothing of what is measured. May use images, framework and results.
"""
