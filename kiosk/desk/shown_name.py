"""A client's name on a list that anybody at the desk may read over a shoulder: whole, or first name and initial."""

from kiosk.core.settings import Settings
from kiosk.people.client_book import Client
from kiosk.people.names import initial


def shown_name(client: Client, settings: Settings) -> str:
    """Return the name as the clinic's lists show it, by the setting `board_names`."""
    if settings.board_names == "full" or not client.given_name or not client.family_name:
        return client.full_name
    return f"{client.given_name} {initial(client.family_name)}"
