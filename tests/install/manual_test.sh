#!/usr/bin/env bash
# Every command and option that a program's --help tells of is in its manual pages and in its bash completion, and every page is sound roff.
# What is expected is read from --help, which CLI11 writes, not from what is tested.
set -euo pipefail
program=$1
name=${program##*/}

pages=$(mktemp -d)
trap 'rm -rf "$pages"' EXIT
"$program" --manual "$pages"
"$program" --completion >"$pages/completion"
# shellcheck disable=SC1091 # made just now
source "$pages/completion"

failed=0
checked=0
fail() { echo "$*"; failed=1; }

# offered WORD...: what completion offers after these words
offered() {
  COMP_WORDS=("$@" "${last-}") COMP_CWORD=$# COMPREPLY=()
  "_${name//-/_}"
  printf '%s\n' "${COMPREPLY[@]}"
}

# check PAGE COMMAND...: one command, then those below it
check() {
  local page=$1 help option sub text
  shift
  help=$("$program" "${@:2}" --help)
  [ -s "$pages/$page.1" ] || { fail "no page $page"; return; }
  # as a reader sees it, without the font changes and escapes
  text=$(sed 's/\\f[BIR]//g; s/\\-/-/g' "$pages/$page.1")
  for option in $(sed -n 's/^ *\(-[^ ]*\).*/\1/p' <<<"$help" | tr ',' '\n' | grep -e '^--'); do
    checked=$((checked + 1))
    grep -qE -- "(^|, )$option( |,|\$)" <<<"$text" || fail "$page does not tell of $* $option"
    last=- offered "$@" | grep -x -- "$option" >/dev/null || fail "completion of $* lacks $option"
  done
  for sub in $(sed -n '/^[Ss][Uu][Bb][Cc][Oo][Mm]/,/^$/s/^  \([a-z][a-z-]*\) .*/\1/p' <<<"$help"); do
    checked=$((checked + 1))
    grep -q -- "$sub" <<<"$text" || fail "$page does not tell of $* $sub"
    last='' offered "$@" | grep -x -- "$sub" >/dev/null || fail "completion of $* lacks $sub"
    if [ "$page" = "$name" ]; then check "$page-$sub" "$@" "$sub"; else check "$page" "$@" "$sub"; fi
  done
}

check "$name" "$name"
if command -v groff >/dev/null; then
  for page in "$pages"/*.1; do
    said=$(groff -man -Tutf8 -wall "$page" 2>&1 >/dev/null)
    [ -z "$said" ] || fail "${page##*/}: $said"
  done
fi
echo "$name: $checked options and commands checked"
[ "$checked" -gt "${2:-0}" ] || fail "too few options: did --help change its form?"
exit "$failed"
