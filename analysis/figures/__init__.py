"""Arrays in, matplotlib figures out: no TensorFlow, no files, no clock."""
