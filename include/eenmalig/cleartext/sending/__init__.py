"""Everything said to the provider: messages, its list, delivery reports, deletion."""
