"""Every threshold of extraction, in one table. Probabilities are the classifier's, similarities are cosines."""

from __future__ import annotations

from dataclasses import dataclass

from missiongraph.ontology.model import EntityKind, Predicate


@dataclass(frozen=True, slots=True)
class Settings:
    """What is taken, joined and linked by default."""

    barrier_least: float = 0.3  # probability from which a span states a barrier
    reform_least: float = 0.5
    mission_least: float = 2.3  # worth from which a goal is a mission; at most seven of a report are kept
    mission_most: int = 7
    numbered_least: float = 0.35  # the same for a span of a recommendation that the report itself numbers
    barrier_join: float = 0.5  # mean similarity from which two groups of spans are one barrier
    reform_join: float = 0.65
    barrier_label: float = 1.0  # plainness from which an entity is kept, but for numbered asks
    reform_label: float = 2.1
    barrier_sure: float = 0.0  # confidence below which a group of spans is dropped
    reform_sure: float = 0.3
    quotes: int = 5  # pieces of evidence an entity keeps, the most probable first
    addresses_least: float = 0.24  # confidence from which a link is asserted
    led_by_least: float = 0.2
    mobilises_least: float = 0.16
    advances_least: float = 0.2
    hinders_least: float = 0.2
    affects_least: float = 0.24
    suggested_least: float = 0.12  # confidence from which a link by similarity alone is suggested

    def least(self, kind: EntityKind) -> float:
        """The probability from which a span is taken."""
        return {EntityKind.BARRIER: self.barrier_least, EntityKind.REFORM: self.reform_least}[kind]

    def sure(self, kind: EntityKind) -> float:
        """The confidence below which a group of spans is dropped, unless the report itself numbers it."""
        return {EntityKind.BARRIER: self.barrier_sure, EntityKind.REFORM: self.reform_sure}[kind]

    def join(self, kind: EntityKind) -> float:
        """The mean similarity from which groups are joined."""
        return {EntityKind.BARRIER: self.barrier_join, EntityKind.REFORM: self.reform_join}[kind]

    def label(self, kind: EntityKind) -> float:
        """The plainness of its quotes from which an entity is kept."""
        return {EntityKind.BARRIER: self.barrier_label, EntityKind.REFORM: self.reform_label}[kind]

    def link(self, predicate: Predicate) -> float:
        """The confidence from which a link is asserted."""
        return {
            Predicate.ADDRESSES: self.addresses_least,
            Predicate.LED_BY: self.led_by_least,
            Predicate.MOBILISES: self.mobilises_least,
            Predicate.ADVANCES: self.advances_least,
            Predicate.HINDERS: self.hinders_least,
            Predicate.AFFECTS: self.affects_least,
        }[predicate]


DEFAULTS = Settings()
