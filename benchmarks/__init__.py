"""What Heapscope costs, measured beside its peers in one run; never a timed test."""
