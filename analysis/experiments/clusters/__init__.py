"""Does clustering the images first help an MLP? The companion on distances to centres."""
