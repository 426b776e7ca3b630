"""Kernels for these tests: the one of this environment, and an ipykernel 6 where one is installed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from jupyter_client.kernelspec import KernelSpecManager

from .live import LiveKernel

KERNELS = {"python3": "this environment's", "ipykernel6": "ui-tests/.kernels has it after ./run test (JUPYTER_PATH)"}
WAYS = (("python3", True), ("python3", False), ("ipykernel6", False))
"""Kernels, and whether one speaks to them on a subshell."""


def started(name: str) -> LiveKernel:
    """A kernel of this name; the test is skipped where it is not installed."""
    if name not in KernelSpecManager().find_kernel_specs():
        pytest.skip(f"no kernel {name}: {KERNELS[name]}")
    return LiveKernel(name)


@pytest.fixture(params=KERNELS)
def bare(request: pytest.FixtureRequest) -> Iterator[LiveKernel]:
    """A kernel without the probe."""
    kernel = started(request.param)
    yield kernel
    kernel.stop()


@pytest.fixture(params=[WAYS[0], WAYS[2]], ids=["subshell", "ipykernel6"])
def kernel(request: pytest.FixtureRequest) -> Iterator[LiveKernel]:
    """A kernel with the probe, spoken to on a subshell or on the main shell."""
    name, subshell = request.param
    kernel = started(name)
    assert kernel.boot()["error"] is None
    kernel.connect(subshell)
    yield kernel
    kernel.stop()


@pytest.fixture
def subshell_kernel() -> Iterator[LiveKernel]:
    """A kernel with the probe, spoken to on a subshell while cells run."""
    kernel = started("python3")
    assert kernel.boot()["error"] is None
    kernel.connect(subshell=True)
    yield kernel
    kernel.stop()
