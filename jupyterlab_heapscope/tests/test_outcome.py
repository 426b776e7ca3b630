"""Exceptions are read without running their code."""

from __future__ import annotations

import builtins
import sys
from types import SimpleNamespace
from typing import Any, Callable, NoReturn

import pytest

from jupyterlab_heapscope.probe.outcome import chained, last_error, last_shown, outcome_of, traceback_of


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
    outcome = outcome_of(result(trap()), last_shown())
    assert outcome.status == "error"
    assert outcome.exception == {"type": "__main__.Trap", "message": "what"}
    assert outcome_of(result(None, trap()), last_shown()).status == "error"


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
    exception = outcome_of(result(error), last_shown()).exception
    assert exception is not None
    assert exception["message"] == message


def test_interrupts() -> None:
    class Stop(KeyboardInterrupt):
        pass

    assert outcome_of(result(Stop()), last_shown()).status == "interrupted"
    assert outcome_of(None, last_shown()).status == "interrupted"
    assert outcome_of(result(None), last_shown()).status == "ok"


def test_the_exception_is_only_that_one(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        raise ValueError
    except ValueError as error:
        monkeypatch.setattr(sys, "last_value", error, raising=False)
        assert last_error(id(error), last_shown()) is error
        assert last_error(id(error) + 1, last_shown()) is None
        assert last_error(None, last_shown()) is None
        assert last_error(None, last_shown() + 1) is error, "shown since"
    monkeypatch.setattr(sys, "last_value", "no exception")
    assert last_error(last_shown(), 1) is None


def test_an_exception_that_was_shown_during_a_success(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "last_value", ValueError("older"), raising=False)
    before = last_shown()
    assert outcome_of(result(None), before).status == "ok"
    monkeypatch.setattr(sys, "last_value", KeyError("of %run"))
    outcome = outcome_of(result(None), before)
    assert (outcome.status, outcome.exception) == ("error", {"type": "KeyError", "message": "of %run"})
    assert outcome.error_id == last_shown()
    assert outcome_of(result(OSError()), before).exception == {"type": "OSError", "message": None}


def test_chains_are_read_past_what_a_class_says() -> None:
    error, cause = trap(), trap()
    BaseException.__dict__["__cause__"].__set__(error, cause)
    BaseException.__dict__["__context__"].__set__(error, cause)
    ((relation, found),) = chained(error)
    assert relation == "cause"
    assert found is cause
    assert traceback_of(found) is None


@pytest.mark.skipif(sys.version_info < (3, 11), reason="exception groups came with 3.11")
def test_members_of_a_group_are_read_past_what_its_class_says() -> None:
    group = vars(builtins)["ExceptionGroup"]
    hostile = type("Group", (group,), {name: property(touched) for name in ("exceptions", "__class__", "message")})
    first, second = trap(), group("inner", [KeyError("deep")])
    error = group.__new__(hostile, "outer", [first, second])
    with pytest.raises(TouchedError):
        error.exceptions  # noqa: B018
    found = chained(error)
    assert [relation for relation, _ in found] == ["member"] * 3
    assert (found[0][1] is first, found[1][1] is second, type(found[2][1])) == (True, True, KeyError)
