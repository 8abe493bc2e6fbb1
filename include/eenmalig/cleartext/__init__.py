"""The only package that sees phone numbers, in memory and for as long as a step needs them."""
