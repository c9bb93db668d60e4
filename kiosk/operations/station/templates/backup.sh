@MARK@
# A backup, its copy elsewhere, and the newest @KEPT@ of both are kept.
set -eu
umask 077
here=@BACKUPS@ there=@COPIES@
name=clinic-$(date +%Y-%m-%d-%H%M%S).backup
if [ "$(stat -c %d -- "$here")" = "$(stat -c %d -- "$there")" ]; then
  echo "The copy would be on the same disk as the backup: is $there mounted?" >&2
  exit 1
fi
@PROGRAM@ --data @FOLDER@ backup "$here/$name"
cp -- "$here/$name" "$there/$name.part"
sync "$there/$name.part"
mv -- "$there/$name.part" "$there/$name"
for place in "$here" "$there"; do
  (cd -- "$place" && ls -1 | grep '^clinic-[-0-9]*\.backup$' | sort | head -n -@KEPT@ | while read -r old; do rm -- "$old"; done)
done
