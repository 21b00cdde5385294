"""Many starts of each scale, and the share of them that every map is silent to."""

from __future__ import annotations

import numpy as np

from analysis.ascent.answers import start_responses
from analysis.networks.series import CONVOLUTIONS
from analysis.results.silence import Silence
from analysis.study import Study

LAYER = CONVOLUTIONS[-1]
STARTS = 256  # of each scale; the claim names the number


def measure_silence(study: Study) -> Silence:
    """Return the share of starts of each grid alone that every map of the layer is silent to."""
    subject = study.subject
    seeds = study.seed("silence") + np.arange(STARTS)
    mixture = subject.mixture(LAYER)
    starts = [alone.starts(seeds) for alone in mixture.alone.values()]
    answers = start_responses(subject.network, LAYER, np.concatenate(starts))
    silent = (answers == 0).reshape(len(starts), STARTS, -1)  # (grid, start, map)
    return Silence(
        grid=np.array(mixture.grids), starts=np.array(STARTS), share=silent.mean(axis=1).T
    )
