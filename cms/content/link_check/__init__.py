"""Do the links on public pages still lead somewhere? Checked by the worker, told to editors."""
