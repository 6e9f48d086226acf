"""From findings to documents: text, HTML, PDF and JSON with the same words and numbers."""
