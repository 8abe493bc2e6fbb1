"""The vault of one campaign, the only place that holds personal data at rest."""
