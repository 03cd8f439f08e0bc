"""The peers' scheme as users of other engines would write it, and as one writes it by hand."""
