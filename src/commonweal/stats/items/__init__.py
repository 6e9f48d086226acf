"""Whether items of a test are as hard for one group as for another of the same ability.

A finding asks reviewers to look at the item; it never touches a learner's score or path.
"""
