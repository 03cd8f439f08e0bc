"""How fast the engine is beside others, in one run, on the same loans: `make bench`."""
