"""Which sections of which source speak against a treatment: the lists of its own contraindications and discontinuations."""

from rules.model.protocol import Protocol


def own_document(protocol: Protocol) -> str:
    """Name the document about this treatment: the one with its id; without one, the first that the protocol lists."""
    documents = [document.id for document in protocol.sources]
    return protocol.id if protocol.id in documents else documents[0]


def is_against(document: str, section: str, protocol: Protocol) -> bool:
    """Tell whether a section is a list of the treatment's own contraindications or discontinuations."""
    if document != own_document(protocol):
        return False
    return any(section in (each.against or ()) for each in protocol.sources if each.id == document)
