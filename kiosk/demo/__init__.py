"""A throw-away demo clinic: a day full of people around the present minute, made by the product itself."""

from kiosk.demo.build import demo_clinic
from kiosk.demo.info import DemoClient, DemoInfo, DemoStaff, demo_info

__all__ = ["DemoClient", "DemoInfo", "DemoStaff", "demo_clinic", "demo_info"]
