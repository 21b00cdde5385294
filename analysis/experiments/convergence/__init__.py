"""What the convergence of the series' ascent depends on: standardisation, damping of high
frequencies, the start, its scale, and the length of a step.

Source: part VII of the series, which says that standardisation is needed and that short waves
should be damped; blurs of gradient and image are those of Yosinski and others (2015), waves weighed
by their frequency those of Olah, Mordvintsev and Schubert (2017), all strengths are ours.
"""
