"""What a verification, or the last guard, did and found."""

from __future__ import annotations

from dataclasses import dataclass, field

from eenmalig.errors import Code, EenmaligError


@dataclass
class Findings:
    """What a verification did and found. It is green only without ``wrong``.

    Of that, ``unsound`` is what is kept and not as it should be; the rest should be gone.
    ``looks`` holds each campaign that was looked at, with the digest of its last later look, and
    ``not_looked`` why that could not be done with others.
    """

    destroyed: list[str] = field(default_factory=list)
    looks: dict[str, str] = field(default_factory=dict)
    not_looked: dict[str, str] = field(default_factory=dict)
    open: int = 0
    wrong: list[str] = field(default_factory=list)
    unsound: list[str] = field(default_factory=list)

    def find_unsound(self, finding: str) -> None:
        """Add what is kept and not as it should be."""
        self.wrong.append(finding)
        self.unsound.append(finding)

    def require_nothing(self) -> None:
        """Fail with what is wrong: as evidence (``EVIDENCE_INVALID``) where all else is gone."""
        if self.wrong:
            is_gone = len(self.unsound) == len(self.wrong)
            code = Code.EVIDENCE_INVALID if is_gone else Code.DESTRUCTION_INCOMPLETE
            raise EenmaligError(code, *self.wrong)


def why(error: Exception) -> str:
    """Return an error's code, or the kind of one that is not ours: never its words."""
    return str(error.code) if isinstance(error, EenmaligError) else type(error).__name__
