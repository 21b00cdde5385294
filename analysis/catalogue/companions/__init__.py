"""The companions: measurements, figures and values of each, in one file."""

from analysis.catalogue.companions import clusters, dreams, frank, hand, mlp, others, recipes

COMPANIONS = (hand, dreams, mlp, clusters, frank, recipes, others)
