"""Pages of the desk: parse, call one function, render."""
