"""The merge desk: decisions, dispositions, publication, attribution."""
