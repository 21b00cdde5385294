"""What the convergence of the series' ascent depends on: standardisation, damping of high
frequencies, the start, its scale, and the length of a step.

Source: part VII of the series, which says that standardisation is needed and that short waves
should be damped. Blurs of gradient and image are those of J. Yosinski et al. 2015, waves weighed by
their frequency those of C. Olah et al. 2017; strengths, maps and starts are ours.
"""
