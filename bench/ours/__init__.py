"""This engine as a contender."""
