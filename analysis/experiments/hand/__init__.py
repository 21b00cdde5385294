"""Can one carve an OIP by hand, from four wavelengths? The companion on the hand of MNIST."""
