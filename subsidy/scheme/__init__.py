"""Schemes as data: the definition model, loading and checking, the edition that governs, the compiled program."""
