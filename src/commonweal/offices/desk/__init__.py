"""The furniture all offices share: tasks, files, comments, notices, trail, steps and jobs."""
