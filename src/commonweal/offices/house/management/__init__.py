"""Commands of the house for Django."""
