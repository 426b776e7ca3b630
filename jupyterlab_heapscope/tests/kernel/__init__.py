"""Tests of the probe in real kernels."""
