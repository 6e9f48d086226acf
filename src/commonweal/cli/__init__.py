"""The command line: one file a command, no logic. Alone here are the clock and the environment."""
