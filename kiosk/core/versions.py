"""Which version of the kiosk this is."""

from importlib.metadata import PackageNotFoundError, version


def installed_version() -> str:
    """Return the version that is installed; nothing where the kiosk runs without being installed as a package."""
    try:
        return version("clinic-kiosk")
    except PackageNotFoundError:
        return ""
