"""What people see. Only this package uses Textual; everything shown comes from `kiosk`."""

import os

from screens.environment import shut_doors

# Textual reads its environment once, when it is first imported, and this package is always imported before it.
shut_doors(os.environ)
