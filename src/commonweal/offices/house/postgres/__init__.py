"""Django's PostgreSQL with one thing more: the database is told who asks. See house/wall.py."""
