"""A network of a person's own: read from a file without running any code that the file carries,
held against the images it is to be shown.

What is no such network is refused in one sentence that says the way out: files of other frameworks
(``kinds``), what a description asks for (``described``), what Keras cannot read (``load``), what
does not fit (``fitting``). Knows nothing of what is measured; uses images and the room it stands
in.
"""
