@MARK@
# Takes "1" or "2" from the kiosk, and shows everything in that size.
while read -r scale; do
  case $scale in 1 | 2) swaymsg --quiet output '*' scale "$scale" ;; esac
done <>"$KIOSK_SCALE_FILE"
