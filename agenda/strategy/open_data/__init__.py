"""Measures, milestones, indicators and budget as open data, and their catalogue."""
