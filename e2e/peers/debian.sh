#!/usr/bin/env bash
# Installs the Debian packages that the tests with real registries and builders need: only what is missing.
# Without root, or on another system, it says what to install; those tests then say what they skip.
set -uo pipefail

# What is looked for on the PATH, and the package that brings it.
programs=(
  docker-registry:docker-registry # the registry under test
  htpasswd:apache2-utils          # its Basic accounts
  openssl:openssl                 # its token server's certificate
  buildah:buildah skopeo:skopeo umoci:umoci runc:runc
  busybox:busybox-static # 2 MB base images
  jq:jq
  rpmbuild:rpm # a package database that rpm wrote, and its order of versions
)

missing=()
for entry in "${programs[@]}"; do
  command -v "${entry%%:*}" >/dev/null || missing+=("${entry##*:}")
done
# Any browser of this family does.
if ! command -v chromium chromium-browser google-chrome-stable google-chrome >/dev/null; then
  missing+=(chromium fonts-liberation)
fi
# Image policies and short names: without them buildah and skopeo refuse to pull at all.
[ -e /etc/containers/policy.json ] || missing+=(golang-github-containers-common)
[ -e /etc/ssl/certs/ca-certificates.crt ] || missing+=(ca-certificates)
[ ${#missing[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "install: as root on Debian, run: apt-get install ${missing[*]}"
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
echo "install: apt-get install ${missing[*]}"
apt-get update -qq || echo "install: apt-get update failed; going on with the lists at hand"
install() { apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }
# One package that this release lacks must not keep out the others.
install "${missing[@]}" || for package in "${missing[@]}"; do
  install "$package" || echo "install: $package could not be installed; the tests that need it will be skipped"
done
