"""What others ask of us, and by when: a dated TOML file a program, with its sources and review.

No rule, threshold or date of law stands in code: it stands here, and is judged by its day.
"""
