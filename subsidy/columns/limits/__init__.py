"""The limits of a scheme over whole tables: the same entitlements in and the same payables out as `subsidy.limits`.

What a limit asks of a row is carried beside its decision, so settling needs no facts, and all rows at once.
"""
