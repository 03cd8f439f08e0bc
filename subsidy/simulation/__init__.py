"""What a change of a policy would cost, and who gains or loses by it: the same loans under both."""
