#!/usr/bin/env bash
# The systemd units: no fault that systemd-analyze finds, and an exposure of at most 2.5 each.
# Exit status 77 (skipped) where there is no systemd.
set -euo pipefail
units=$1 # firmware-configs/systemd
worst=2.5

command -v systemd-analyze >/dev/null || { echo "skipped: no systemd-analyze"; exit 77; }
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

# A machine on which the package is installed: the units, programs by their names, systemd's own units.
mkdir -p "$root/usr/bin" "$root/usr/lib/systemd" "$root/etc/systemd/system"
ln -s usr/lib "$root/lib" # systemd looks in the one or the other
cp -r /lib/systemd/system "$root/usr/lib/systemd/"
cp "$units"/*.service "$root/etc/systemd/system/"
for program in cellwarden cellwarden-detector; do
  printf '#!/bin/sh\n' >"$root/usr/bin/$program"
  chmod +x "$root/usr/bin/$program"
done

failed=0
for unit in cellwarden-receiver@first.service cellwarden-detector.service; do
  said=$(systemd-analyze verify --man=no --root="$root" "$unit" 2>&1 | grep -i cellwarden || true)
  [ -z "$said" ] || { echo "$unit: $said"; failed=1; }
done
for unit in "$units"/*.service; do
  exposure=$(systemd-analyze security --offline=true "$unit" 2>/dev/null | sed -n 's/.*exposure level for [^:]*: \([0-9.]*\).*/\1/p')
  echo "${unit##*/}: exposure $exposure"
  awk -v got="$exposure" -v worst="$worst" 'BEGIN {exit !(got != "" && got <= worst)}' ||
    { echo "${unit##*/}: exposure must be at most $worst"; failed=1; }
done
exit "$failed"
