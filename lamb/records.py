"""Records: classes of named values, as dataclasses are, but made at once.

A dataclass compiles its methods when the class is made, which takes half a millisecond, and a start of `lamb`
passes thirty. A record has the same methods written once, which look the names up:

    >>> class Point(Record):
    ...     x: int
    ...     y: int = 0
    >>> Point(1), Point(1) == Point(x=1, y=0), Point(1) in {Point(1, 0)}
    (Point(x=1, y=0), True, True)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self, dataclass_transform


class _Specified:
    def __init__(self, default: object, factory: Callable[[], object] | None, hidden: bool) -> None:
        self.default, self.factory, self.hidden = default, factory, hidden


class _AsFields:
    """The values as fields of a dataclass, made when they are first asked for: `dataclasses.replace` takes
    records, too.
    """

    def __get__(self, _record: object, cls: type[Record]) -> Any:
        from dataclasses import make_dataclass

        fields: Any = vars(make_dataclass(cls.__name__, cls._names))["__dataclass_fields__"]
        cls.__dataclass_fields__ = fields
        return fields


_REQUIRED = object()


def value(
    *, default: Any = _REQUIRED, default_factory: Callable[[], Any] | None = None, hidden: bool = False
) -> Any:
    """A value with a default that is made anew for each record, or one that is *hidden* from comparing,
    hashing and `repr`.
    """
    return _Specified(default, default_factory, hidden)


@dataclass_transform(frozen_default=True, field_specifiers=(value,))
class Record:
    """A class of named values: those of its annotations. It is never changed, unless its class says
    `frozen=False`; then it has no hash.
    """

    __slots__ = ()
    __dataclass_fields__: ClassVar[Any] = _AsFields()
    _names: ClassVar[tuple[str, ...]] = ()
    _factories: ClassVar[Mapping[str, Callable[[], object]]] = {}
    _compared: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, *, frozen: bool = True) -> None:
        super().__init_subclass__()
        cls._names = tuple(cls.__annotations__)
        type.__setattr__(cls, "__match_args__", cls._names)
        found = {name: given for name, given in vars(cls).items() if isinstance(given, _Specified)}
        cls._factories = {name: given.factory for name, given in found.items() if given.factory}
        cls._compared = tuple(name for name in cls._names if name not in found or not found[name].hidden)
        for name, given in found.items():
            if given.default is _REQUIRED:
                delattr(cls, name)
            else:
                setattr(cls, name, given.default)
        if not frozen:
            cls.__setattr__ = object.__setattr__  # type: ignore[assignment,method-assign]
            cls.__hash__ = None  # type: ignore[assignment]

    def __init__(self, *values: object, **named: object) -> None:
        names = self._names
        if len(values) == len(names) and not named:  # as most are made: in half the time
            self.__dict__.update(zip(names, values, strict=True))
            return
        given = dict(zip(names, values, strict=False))
        if len(values) > len(names) or given.keys() & named.keys() or not named.keys() <= {*names}:
            raise TypeError(f"{type(self).__name__} has the values {', '.join(names)}")
        given |= named
        for name in names:
            if name in given:
                object.__setattr__(self, name, given[name])
            elif name in self._factories:
                object.__setattr__(self, name, self._factories[name]())
            elif name in vars(type(self)):
                object.__setattr__(self, name, vars(type(self))[name])
            else:
                raise TypeError(f"{type(self).__name__} is missing {name}")

    def with_values(self, **values: object) -> Self:
        """The same record, but with these values."""
        return type(self)(**{name: getattr(self, name) for name in self._names} | values)

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._compared)
        return f"{type(self).__qualname__}({values})"

    def __eq__(self, other: object) -> bool:
        return self._values() == other._values() if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._values())

    def _values(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self._compared)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} never changes: {name} cannot be set")
