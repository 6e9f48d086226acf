"""Bad exports over all formats, each with its expected verdict and message."""
