"""Keep what a long load has read, so that it can go on after it was interrupted."""
