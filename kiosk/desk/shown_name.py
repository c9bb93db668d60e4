"""A client's name on a list that anybody at the desk may read over a shoulder: whole, or first name and initial."""

from kiosk.core.settings import Settings
from kiosk.people.client_book import Client
from kiosk.people.names import initial


def shown_name(client: Client, settings: Settings) -> str:
    """Return the name as the clinic's lists show it, by the setting `board_names`."""
    return shown_written_name(client.given_name, client.family_name, settings)


def shown_written_name(given_name: str, family_name: str, settings: Settings) -> str:
    """Return such a name of somebody who may not be on record yet."""
    if settings.board_names == "full" or not given_name or not family_name:
        return f"{given_name} {family_name}".strip()
    return f"{given_name} {initial(family_name)}"
