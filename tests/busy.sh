#!/usr/bin/env bash
# busy.sh NUMBER -- COMMAND ...: runs a command beside NUMBER processes that never rest.
set -euo pipefail
number=$1; shift 2
busy=()
trap 'kill "${busy[@]}"' EXIT
for ((each = 0; each < number; each++)); do
  (while :; do :; done) &
  busy+=($!)
done
"$@"
