"""Measures how many pages a second this machine serves: `make bench`."""
