"""Where queries run: measures compiled to SQL, SQL run to cells."""
