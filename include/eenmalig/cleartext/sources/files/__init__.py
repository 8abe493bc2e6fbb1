"""Reading containers safely: archives, XML, JSON, text in any encoding, SQLite."""
