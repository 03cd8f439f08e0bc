"""Papers that people hold: a decision as a calculation sheet to sign, a page as HTML or PDF.

Everything here needs the extra `papers`; nothing outside of `subsidy.commands` imports it.
"""
