"""CASE/UCO exports: a graph of objects, each with facets, in JSON-LD.

After the CASE and UCO 1.x ontologies (``uco-observable`` and ``uco-core``). Programs differ in
prefixes, in whether the objects stand under ``@graph`` or in a bundle's ``uco-core:object``, and
in whether a facet stands in its object or is referred to.
"""

from __future__ import annotations

import json
from typing import Any

Node = dict[str, Any]

_ONTOLOGY = "https://ontology.unifiedcyberontology.org/uco/"
CONTEXT = {
    "kb": "http://example.org/kb/",
    "uco-core": f"{_ONTOLOGY}core/",
    "uco-observable": f"{_ONTOLOGY}observable/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def node(identifier: str, kind: str, *facets: Node, **own: Any) -> Node:
    """Return an object of a kind of ``uco-observable`` with these facets."""
    return {
        "@id": f"kb:{identifier}",
        "@type": f"uco-observable:{kind}",
        "uco-core:hasFacet": list(facets),
        **{f"uco-core:{name}": value for name, value in own.items()},
    }


def facet(kind: str, **properties: Any) -> Node:
    """Return a facet with these properties of ``uco-observable``."""
    held = {f"uco-observable:{name.rstrip('_')}": value for name, value in properties.items()}
    return {"@type": f"uco-observable:{kind}", **held}


def account(identifier: str, number: object, **properties: Any) -> Node:
    """Return a telephone account."""
    held = facet("PhoneAccountFacet", phoneNumber=number, **properties)
    return node(identifier, "PhoneAccount", facet("AccountFacet", isActive=True), held)


def refers(*identifiers: str) -> list[Node]:
    """Return references to objects."""
    return [{"@id": f"kb:{each}"} for each in identifiers]


def moment(text: str) -> Node:
    """Return a typed date and time."""
    return {"@type": "xsd:dateTime", "@value": text}


def case(*nodes: Node, indent: int | None = None) -> bytes:
    """Return a file with these objects in its graph."""
    return written({"@context": CONTEXT, "@graph": list(nodes)}, indent=indent)


def written(held: object, *, indent: int | None = None) -> bytes:
    """Return anything as a file of JSON."""
    return json.dumps(held, indent=indent, ensure_ascii=False).encode()
