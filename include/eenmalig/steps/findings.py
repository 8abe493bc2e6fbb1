"""What a verification, or the last guard, did and found."""

from __future__ import annotations

from dataclasses import dataclass, field

from eenmalig.errors import Code, EenmaligError


@dataclass
class Findings:
    """What a verification did and found. It is green only without ``wrong``.

    Of that, ``unsound`` is what is kept and not as it should be; the rest should be gone.
    """

    destroyed: list[str] = field(default_factory=list)
    looked: int = 0
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
