"""What binds several loans together: entitlements in, payables out.

Limits are applied in the order in which a scheme writes them, each to what the ones before it left: narrow ones first,
the pot last. A limit that reaches across schemes (`across`) waits for everything that these schemes write before their
own first such limit; what stands after it in a scheme comes after it.
"""

from subsidy.allocation import allocate
from subsidy.limits.apply import apply_limits
from subsidy.limits.settlement import Cut, Extent, LimitResult, Payable, Settled, Settlement

__all__ = ["Cut", "Extent", "LimitResult", "Payable", "Settled", "Settlement", "allocate", "apply_limits"]
