"""From sealed cells to recipients: who is texted, and who is not, and why."""
