"""Guides as files to print: the guide itself, a poster and a flyer."""
