"""The documentation site: what is written by hand in `docs/`, and pages that are made from the code and the schemes.

`python -m website OUT` builds it in both languages, without network. What can be read from the code is not written
twice: a page about schemes, facts, functions, keys or commands is made anew at every build.
"""
