"""Indicators: reading their values from files and addresses, and drawing them."""
