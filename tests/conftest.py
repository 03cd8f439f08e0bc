"""How the property tests search: the same cases on every run, unless one asks to explore.

`pytest --hypothesis-profile=explore` searches afresh and longer.
"""

from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None, database=None, max_examples=20)
settings.register_profile("explore", deadline=None, max_examples=2_000)
settings.load_profile("ci")
