"""What every measurement receives: the images, the trained networks and the settings it
declared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import framework
from analysis.images.datasets import Dataset, load_dataset
from analysis.networks.series import CONVOLUTIONS, refuse_other
from analysis.networks.storage import load_model
from analysis.seeds import derived
from analysis.settings import Settings
from analysis.subject import Subject, mixtures

if TYPE_CHECKING:
    import keras

FULL_RECIPE = "full-recipe"  # the network that the series looks at
Advance = Callable[[int], None]
Progress = Callable[[str, int], AbstractContextManager[Advance]]


@contextmanager
def no_progress(label: str, total: int) -> Iterator[Advance]:
    """Show nothing."""
    yield lambda done: None


class DeclaredSettings:
    """The sections a measurement declared; reading another one is an error, so that digests cannot
    miss it.
    """

    def __init__(self, settings: Settings, keys: tuple[str, ...]) -> None:
        self._settings, self._keys = settings, keys

    def __getattr__(self, name: str) -> Any:
        if name not in self._keys:
            raise AttributeError(
                f"settings section {name!r} was not declared. Declared: {self._keys}. Add it to the"
                " Measurement's settings."
            )
        return getattr(self._settings, name)


@dataclass(frozen=True)
class Study:
    """Images + networks + settings. ``seed(purpose)`` derives an independent 32-bit seed for each
    purpose.
    """

    all_settings: Settings
    networks: dict[str, Path] = field(default_factory=dict)
    declared: tuple[str, ...] = ()
    progress: Progress = no_progress
    foreign: Subject | None = None

    @property
    def settings(self) -> DeclaredSettings:
        return DeclaredSettings(self.all_settings, self.declared)

    @cached_property
    def data(self) -> Dataset:
        return self.foreign.data if self.foreign else load_dataset(self.all_settings)

    def seed(self, purpose: str) -> int:
        return derived(self.all_settings.seed, purpose)

    @cached_property
    def subject(self) -> Subject:
        """What is looked at: the first network declared, unless another subject was given."""
        return self.foreign or self._stored()

    def _stored(self) -> Subject:
        looked_at = next(iter(self.networks), FULL_RECIPE)
        network = self.network(looked_at)
        return Subject(looked_at, self.data, network, mixtures(self.data, network, self._rule))

    def _rule(self) -> tuple[tuple[int, ...], list[tuple[float, ...]]]:
        """Return the grids of starts, and their weights by layer from the input up."""
        oip = self.settings.oip
        return oip.grids, [oip.fluctuation.weights(layer) for layer in CONVOLUTIONS]

    def network(self, name: str = FULL_RECIPE) -> keras.Model:
        """Return a stored network, ready for deterministic use.

        Raises:
            LookupError: the network was not declared, so that no digest counts it.
        """
        if name not in self.networks:
            raise LookupError(
                f"network {name!r} was not declared. Declared: {tuple(self.networks)}. Add it to"
                " the Measurement's networks."
            )
        framework.prepare(self.seed("network"))
        model = load_model(self.networks[name])
        refuse_other(model, name, self.networks[name])
        return model
