# shellcheck shell=bash

# SHA-256 of standard input, in hexadecimal.
sha256() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum | cut -c1-64
  else
    shasum -a 256 | cut -c1-64
  fi
}
