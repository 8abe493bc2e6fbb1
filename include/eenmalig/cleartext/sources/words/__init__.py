"""Words and signs that tell what a value is: labels, account ids, dates, mobiles in text."""
