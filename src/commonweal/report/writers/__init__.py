"""One writer a form: text, HTML, PDF, JSON. A writer sets words, it never makes any."""
