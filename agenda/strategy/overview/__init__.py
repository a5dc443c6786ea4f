"""The agenda seen as list, board, timeline and matrix, narrowed by what the address says."""
