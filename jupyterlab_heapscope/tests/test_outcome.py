"""Exceptions are read without running their code."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any, Callable, NoReturn

import pytest

from jupyterlab_heapscope.probe.outcome import last_traceback, outcome_of


class TouchedError(BaseException):
    """Raised where code of the notebook runs, so that nothing catches it by chance."""


def touched(*_: object, **__: object) -> NoReturn:
    raise TouchedError


class TrapType(type):
    """A metaclass that betrays every touch."""

    __eq__ = __instancecheck__ = __subclasscheck__ = __getattribute__ = touched
    __hash__ = type.__hash__


def trap() -> BaseException:
    names: dict[str, Any] = dict.fromkeys(
        ("__str__", "__repr__", "__bool__", "__eq__", "__getattribute__", "__len__", "__reduce__"), touched
    )
    made = type.__call__(TrapType, "Trap", (Exception,), {**names, "__module__": "__main__"})
    error: BaseException = BaseException.__new__(made, "what", 3)
    assert type(error) is made
    return error


def result(error: BaseException | None, before: BaseException | None = None) -> SimpleNamespace:
    return SimpleNamespace(error_in_exec=error, error_before_exec=before)


def test_the_trap_fires() -> None:
    uses: tuple[Callable[[Any], object], ...] = (str, repr, bool, len, lambda error: error.args)
    for use in uses:
        with pytest.raises(TouchedError):
            use(trap())


def test_hostile_exceptions_are_not_touched() -> None:
    outcome = outcome_of(result(trap()))
    assert outcome.status == "error"
    assert outcome.exception == {"type": "__main__.Trap", "message": "what"}
    assert outcome_of(result(None, trap())).status == "error"


class Text(str):
    """No exact str."""

    __slots__ = ()
    __str__ = __len__ = __getitem__ = touched


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ValueError("a scale of 0"), "a scale of 0"),
        (ValueError(), None),
        (ValueError(Text("x"), 1), None),
        (FileNotFoundError(2, "No such file", "x.csv"), "No such file"),
        (ValueError("\ud800" + "x" * 1000), "\ufffd" + "x" * 398 + "…"),
    ],
)
def test_messages_are_exact_texts_only(error: BaseException, message: str | None) -> None:
    exception = outcome_of(result(error)).exception
    assert exception is not None
    assert exception["message"] == message


def test_interrupts() -> None:
    class Stop(KeyboardInterrupt):
        pass

    assert outcome_of(result(Stop())).status == "interrupted"
    assert outcome_of(None).status == "interrupted"
    assert outcome_of(result(None)).status == "ok"


def test_the_traceback_is_only_of_that_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        raise ValueError
    except ValueError as error:
        monkeypatch.setattr(sys, "last_value", error, raising=False)
        assert last_traceback(id(error)) is error.__traceback__
        assert last_traceback(id(error) + 1) is None
        assert last_traceback(None) is None
