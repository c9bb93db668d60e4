"""A bare Textual app to measure against: one line, and on a key other words in it. Run as a program, with words to count."""

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    """Shows how many keys were pressed."""

    pressed = 0

    def compose(self) -> ComposeResult:
        """One line."""
        yield Static("bare app 0")

    def on_key(self, event: events.Key) -> None:
        """Show the next number."""
        event.stop()
        self.pressed += 1
        self.query_one(Static).update(f"bare app {self.pressed}")


if __name__ == "__main__":
    Bare().run()
