# shellcheck shell=bash disable=SC2034 # the arrays are for who sources this
# For run-demo and run-tests, to be sourced at the root of the checkout: installs what is missing, builds.
# What it does it says on stderr in one line; what its tools print is shown only if they fail.

# Debian 12 and 13 have these under the same names.
build_packages=(
  g++ cmake ninja-build pkg-config
  catch2 libcli11-dev libexpected-dev libfftw3-dev libfmt-dev libosmocore-dev libsimdjson-dev
  libsqlite3-dev libtomlplusplus-dev nlohmann-json3-dev zlib1g-dev gnuradio-dev
  libsoapysdr-dev libuhd-dev libgps-dev libzmq3-dev cppzmq-dev
)
test_packages=(python3 python3-numpy libosmocoding0 tshark uhd-soapysdr # what our readers are held against
  groff-base systemd) # what reads manual pages and units

say() { printf '== %s\n' "$*" >&2; }
give_up() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# quietly COMMAND...: its output only if it fails
quietly() {
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 || status=$?
  [ "$status" -eq 0 ] || cat "$log" >&2
  rm -f "$log"
  return "$status"
}

# install_packages NAME...: those that are not installed yet; no network if none is missing
install_packages() {
  local missing as_root=()
  command -v dpkg-query >/dev/null ||
    give_up "this is not Debian; install by hand what README.md lists, then use cmake --preset release"
  mapfile -t missing < <(comm -23 <(printf '%s\n' "$@" | sort) \
    <(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null | sed -n 's/ installed$//p' | sort -u))
  [ "${#missing[@]}" -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null ||
      give_up "there is neither root nor sudo; have root run: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  say "installing with apt-get: ${missing[*]}"
  quietly "${as_root[@]}" apt-get update -qq || give_up "apt-get update failed; is there a network?"
  quietly "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    --no-install-recommends -o DPkg::Lock::Timeout=600 "${missing[@]}" || give_up "apt-get install failed"
}

# build TARGET...: of the release preset, into build/release/bin
build() {
  say "building $* (minutes the first time)"
  quietly cmake --preset release || give_up "cmake could not configure"
  quietly cmake --build --preset release --target "$@" -- --quiet || give_up "the build failed"
}
