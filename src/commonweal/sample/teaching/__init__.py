"""A made-up school: learners, tests, ratings, a curriculum, and programs in clinics, as exports."""
