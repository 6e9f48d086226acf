"""A made-up staff survey, as a survey house exports it: rounds, items, answers and the frame."""
