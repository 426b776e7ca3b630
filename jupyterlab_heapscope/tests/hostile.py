"""Objects that record when code of theirs runs, and then do their worst.

Each entry of HOSTILE makes one object together with a way to fire its trap under ordinary
access, which a test uses first, so that no trap is a dud.
"""

from __future__ import annotations

import sys
import types
import weakref
from enum import Enum
from typing import Any, Callable, NamedTuple
from unittest import mock

FIRED: list[str] = []
"""What ran since it was last cleared."""


class Fired(BaseException):
    """Not an Exception, so that nothing swallows it by accident."""


def trap(name: str) -> Callable[..., Any]:
    """Return a method that records its name and raises."""

    def fire(*_: Any, **__: Any) -> Any:
        FIRED.append(name)
        raise Fired(name)

    return fire


class Hostile(NamedTuple):
    """An object, and what fires its trap."""

    name: str
    make: Callable[[], Any]
    provoke: Callable[[Any], object]


_METHODS: dict[str, Callable[[Any], object]] = {
    "__repr__": repr,
    "__str__": str,
    "__len__": len,
    "__iter__": iter,
    "__bool__": bool,
    "__hash__": hash,
    "__dir__": dir,
    "__sizeof__": lambda x: x.__sizeof__(),
    "__eq__": lambda x: x == 1,
    "__getattribute__": lambda x: x.anything,
    "__getattr__": lambda x: x.anything,
    "__setattr__": lambda x: setattr(x, "a", 1),
    "__delattr__": lambda x: delattr(x, "a"),
    "__reduce__": lambda x: x.__reduce__(),
    "__reduce_ex__": lambda x: x.__reduce_ex__(2),
    "__getstate__": lambda x: x.__getstate__(),
    "__format__": lambda x: f"{x}",
    "__contains__": lambda x: 1 in x,
    "__getitem__": lambda x: x[0],
    "__int__": int,
    "__float__": float,
    "__index__": lambda x: [1][x],
    "__complex__": complex,
    "__bytes__": bytes,
    "__call__": lambda x: x(),
    "__enter__": lambda x: x.__enter__(),
    "__next__": next,
    "__array__": lambda x: x.__array__(),
    "__length_hint__": lambda x: x.__length_hint__(),
    "__copy__": lambda x: x.__copy__(),
}
_BASES: tuple[type, ...] = (object, list, dict, str, int, set, tuple, float)


def _with_method(base: type, method: str) -> Callable[[], Any]:
    def make() -> Any:
        return type("Trapped", (base,), {method: trap(method)})()

    return make


def _works(base: type, method: str) -> bool:
    """Whether the trap can be set for this base: an untrapped base may lack the operation."""
    if method in {"__setattr__", "__delattr__", "__hash__"}:
        return True
    return base is object or (hasattr(base, method) and (base, method) != (int, "__index__"))


def _property(name: str, provoke: Callable[[Any], object]) -> Hostile:
    def make() -> Any:
        return type("Trapped", (), {name: property(trap(name))})()

    return Hostile(f"property {name}", make, provoke)


def _meta(method: str, provoke: Callable[[Any], object]) -> Hostile:
    def make() -> Any:
        meta = type("Meta", (type,), {method: trap(f"Meta.{method}")})
        return type.__call__(meta, "Trapped", (), {"kept": 1})

    return Hostile(f"class with Meta.{method}", make, provoke)


def _meta_instance(method: str, provoke: Callable[[Any], object]) -> Hostile:
    def make() -> Any:
        meta = type("Meta", (type,), {method: trap(f"Meta.{method}")})
        return object.__new__(type.__call__(meta, "Trapped", (), {}))

    return Hostile(f"instance of class with Meta.{method}", make, provoke)


class Name(str):
    """A name that collides with any other of its text and traps the comparison."""

    __slots__ = ()

    def __hash__(self) -> int:
        """Be found where the plain text is looked for."""
        return str.__hash__(self)

    def __eq__(self, other: object) -> bool:
        """Trap every comparison but with itself."""
        if other is self:
            return True
        raise trap("Name.__eq__")()

    __repr__ = __str__ = __len__ = __format__ = __getitem__ = trap("Name")


def _instance_dict_key() -> Any:
    class Trapped:
        pass

    trapped = Trapped()
    trapped.__dict__[Name("anything")] = 1
    return trapped


def _class_dict_key() -> Any:
    return type("Trapped", (), {Name("anything"): 1, Name("__sizeof__"): 1})()


def _lying_class() -> Any:
    class Trapped:
        __class__ = property(trap("__class__"))
        __dict__ = property(trap("__dict__"))

    return Trapped()


class Descriptor:
    """Traps being found in a class."""

    __get__ = trap("Descriptor.__get__")
    __set__ = trap("Descriptor.__set__")
    __set_name__ = None


def _descriptor() -> Any:
    class Trapped:
        def __init__(self) -> None:
            vars(self)["field"] = vars(self)["other"] = 1

        field = None

    Trapped.field = Descriptor()  # type: ignore[assignment]
    return Trapped()


def _fake_array() -> Any:
    class ndarray:  # noqa: N801
        shape = dtype = base = property(trap("fake ndarray"))

    ndarray.__module__ = "numpy"
    return ndarray()


def _fake_frame() -> Any:
    class DataFrame:
        _mgr = property(trap("fake DataFrame"))
        shape = property(trap("fake DataFrame"))

    DataFrame.__module__ = "pandas.core.frame"
    return DataFrame()


def _fake_manager() -> Any:
    class DataFrame:
        pass

    class Manager:
        blocks = axes = property(trap("fake manager"))

    DataFrame.__module__ = "pandas"
    frame: Any = DataFrame()
    frame._mgr = Manager()
    return frame


class _LazyModule(types.ModuleType):
    __getattribute__ = trap("lazy module")


class _Colour(Enum):
    RED = 1

    def __repr__(self) -> str:
        """Trap."""
        return str(trap("enum")())


class _Mock(mock.MagicMock):
    """A mock that records each attribute that is made up on the way."""

    def _get_child_mock(self, **_: Any) -> Any:
        return trap("mock")()


def _methods() -> list[Hostile]:
    return [
        Hostile(f"{base.__name__} with {method}", _with_method(base, method), provoke)
        for method, provoke in _METHODS.items()
        for base in _BASES
        if _works(base, method)
    ]


def _proxy() -> Any:
    target = _with_method(object, "__getattribute__")()
    _KEPT.append(target)
    return weakref.proxy(target)


def _reference() -> Any:
    target = _with_method(object, "__getattribute__")()
    _KEPT.append(target)
    return weakref.ref(target)


_KEPT: list[Any] = []
"""What weak references of the objects here refer to."""


HOSTILE: list[Hostile] = [
    *_methods(),
    _property("__class__", lambda x: isinstance(x, int)),
    _property("__dict__", vars),
    _property("__module__", lambda x: x.__module__),
    _property("__annotations__", lambda x: x.__annotations__),
    _property("__doc__", lambda x: x.__doc__),
    _property("shape", lambda x: x.shape),
    _property("__wrapped__", lambda x: x.__wrapped__),
    _property("nbytes", lambda x: x.nbytes),
    _meta("__repr__", repr),
    _meta("__hash__", hash),
    _meta("__eq__", lambda x: x == 1),
    _meta("__len__", len),
    _meta("__getattribute__", lambda x: x.kept),
    _meta("__instancecheck__", lambda x: isinstance(1, x)),
    _meta("__subclasscheck__", lambda x: issubclass(int, x)),
    _meta("__sizeof__", sys.getsizeof),
    _meta("__dir__", dir),
    _meta("__call__", lambda x: x()),
    _meta("__iter__", iter),
    _meta("__prepare__", lambda x: type(x).__prepare__("", ())),
    _meta_instance("__hash__", lambda x: hash(type(x))),
    _meta_instance("__eq__", lambda x: type(x) == int),  # noqa: E721
    _meta_instance("__getattribute__", lambda x: type(x).kept),
    _meta_instance("__instancecheck__", lambda x: isinstance(1, type(x))),
    Hostile("lying __class__ and __dict__", _lying_class, vars),
    Hostile("key of an instance's dict", _instance_dict_key, lambda x: x.anything),
    Hostile("key of a class's dict", _class_dict_key, lambda x: x.anything),
    Hostile("data descriptor over an attribute", _descriptor, lambda x: x.field),
    Hostile("fake ndarray", _fake_array, lambda x: x.shape),
    Hostile("fake DataFrame", _fake_frame, lambda x: x.shape),
    Hostile("fake block manager", _fake_manager, lambda x: x._mgr.axes),
    Hostile("lazy module", lambda: _LazyModule("lazy"), lambda x: x.__name__),
    Hostile("weakref proxy", _proxy, lambda x: x.anything),
    Hostile("enum member", lambda: _Colour.RED, repr),
    Hostile("mock", _Mock, lambda x: x.anything),
    Hostile("weakref to a trapped object", _reference, lambda x: x().anything),
    Hostile("partly trapped key", lambda: {Name("x"): 1}, lambda x: x["x"]),
    Hostile("trapped item", lambda: [_with_method(object, "__repr__")()], repr),
]


class Emptied(list):  # type: ignore[type-arg]
    """Has a real C method under a false name: who believes the name empties the list."""

    __sizeof__ = list.clear  # type: ignore[assignment]
