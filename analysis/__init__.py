"""From MNIST to a trained network, to measurements, to artifacts. Knows nothing of the site."""
