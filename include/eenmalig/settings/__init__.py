"""What a city's file and a rehearsal's profile say, and which software runs."""
