"""What a verification, or the last guard, did and found."""

from __future__ import annotations

from dataclasses import dataclass, field

from eenmalig.errors import Code, EenmaligError


@dataclass
class Findings:
    """What a verification did and found. It is green only without ``wrong``.

    Of that, ``unsound`` is what is kept and not as it should be, ``met`` what was unknown until it
    was met, and ``unknown`` what nobody can know yet; the rest should be gone.
    ``looks`` holds each campaign that was looked at, with the digest of its last later look, and
    ``not_looked`` why that could not be done with others.
    """

    destroyed: list[str] = field(default_factory=list)
    looks: dict[str, str] = field(default_factory=dict)
    not_looked: dict[str, str] = field(default_factory=dict)
    open: int = 0
    wrong: list[str] = field(default_factory=list)
    unsound: list[str] = field(default_factory=list)
    met: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def find_unsound(self, finding: str) -> None:
        """Add what is kept and not as it should be."""
        self.wrong.append(finding)
        self.unsound.append(finding)

    def find_met(self, finding: str) -> None:
        """Add what was unknown until it was met. Being met, it is destroyed as all else is."""
        self.wrong.append(finding)
        self.met.append(finding)

    def find_unknown(self, finding: str) -> None:
        """Add what nobody can know yet."""
        self.wrong.append(finding)
        self.unknown.append(finding)

    def nothing_is_left(self) -> bool:
        """Whether all that is wrong is known to be something else than left."""
        return set(self.wrong) <= {*self.unsound, *self.met}

    def require_nothing(self) -> None:
        """Fail with what is wrong: as evidence (``EVIDENCE_INVALID``) where all else is gone."""
        if self.wrong:
            code = Code.EVIDENCE_INVALID if self.nothing_is_left() else Code.DESTRUCTION_INCOMPLETE
            raise EenmaligError(code, *self.wrong)


def why(error: Exception) -> str:
    """Return an error's code, or the kind of one that is not ours: never its words."""
    return str(error.code) if isinstance(error, EenmaligError) else type(error).__name__
