@MARK@
# What needs attention is shouted; what the doctor says is in the journal, too.
if said=$(@PROGRAM@ --data @FOLDER@ doctor 2>&1); then
  printf '%s\n' "$said"
else
  printf '%s\n' "$said"
  printf '%s\n' "$said" | /bin/sh ./shout.sh
fi
