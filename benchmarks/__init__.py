"""What Heapscope costs, measured beside its peers in one run; never a timed test.

Each module without an underscore is a benchmark: its docstring says in one line what is measured, and
`run(quick)` gives its cases. See docs/benchmarks.md for how to repeat them.
"""
