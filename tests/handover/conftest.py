from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from pathlib import Path


class Folder:
    """A correct hand-over of two sources and a list, to be spoiled by a test."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True)
        self.declared: dict[str, Any] = {
            "city": "lelystad",
            "case_reference": "PL-2026-0001",
            "criterion": "Wie bestelberichten stuurde.",
            "legal_basis": {
                "public_prosecutor": "toestemming OM-17",
                "examining_magistrate": "machtiging RC-42",
            },
            "sources": [
                self.file("klanten.csv", kind="customer_list", device="dealer_phone", column="06"),
                self.file("Jansen.vcf", kind="contacts", device="private_phone", format="vcard"),
            ],
            "exclusions": [self.file("lijst.csv", category="privileged", column="nummer")],
        }

    def file(self, name: str, **keys: str) -> dict[str, str]:
        """Write a file; return its entry."""
        content = f"inhoud van {name}".encode()
        (self.path / name).write_bytes(content)
        return {"file": name, "sha256": hashlib.sha256(content).hexdigest(), **keys}

    def written(self) -> Path:
        """Write the declaration; return the folder."""
        text = yaml.safe_dump(self.declared, sort_keys=False)
        (self.path / "handover.yaml").write_text(text, encoding="utf-8")
        return self.path


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "handover" / "lelystad" / "eerste")
