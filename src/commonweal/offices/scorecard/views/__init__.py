"""Pages of the scorecard: parse, call one function, render."""
