"""The glossary: words explained in place, and a page of all of them."""
