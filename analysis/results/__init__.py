"""What measurements return. One module for each kind, so that a new result leaves the others' digests alone."""

from analysis.results.base import *
from analysis.results.base import Result, array
from analysis.results.classification import *
from analysis.results.images import *
from analysis.results.layers import *
from analysis.results.oips import *
from analysis.results.training import *
