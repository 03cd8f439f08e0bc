"""The formula language: text -> names and types -> one small typed tree that every face of a scheme walks."""
