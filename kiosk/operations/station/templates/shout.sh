@MARK@
# Hands the clinic's command, on its standard input, what needs attention: a unit that failed, or what is given.
set -eu
{
  if [ $# -gt 0 ]; then
    echo "$1 failed on $(uname -n). Look: journalctl -u $1"
  else
    echo "The kiosk's doctor on $(uname -n) says:"
    cat
  fi
} | sh -c @SHOUT@
