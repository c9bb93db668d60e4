"""`kiosk rules`: look at the protocols, prove them, change them and sign them."""
