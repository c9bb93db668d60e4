@MARK@
# The one program of this screen: a terminal with a supervised kiosk. A terminal that is killed comes back; one whose kiosk was closed
# by staff ends the session.
@LARGE_PRINT@
until foot --config @HERE@/foot.ini @PROGRAM@ --data @FOLDER@ @TERMINAL@ supervise --role @ROLE@; do
  @IS_THERE@ || exit 1
  sleep 0.5
done
@END@
