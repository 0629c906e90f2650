# shellcheck shell=sh
# Sourced by mvnw: points JAVA_HOME at a JDK 25 when the one in use is older, because liberty:dev
# compiles inside Maven's own JVM. Looks where the toolchains plugin looks; changes nothing when
# it finds none, and says what to install.
jdk_feature() { # HOME -> 25
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

use_jdk_25() {
  [ -z "${JAVA_HOME-}" ] || [ "$(jdk_feature "$JAVA_HOME")" != 25 ] || return 0
  set +f
  for jdk_home in "${JAVA25_HOME-}" "${JAVA_HOME_25_X64-}" "${JAVA_HOME_25_ARM64-}" \
    /usr/lib/jvm/* /usr/local/lib/jvm/* /opt/java/* /opt/jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.jenv/versions/* "$HOME"/.asdf/installs/java/* \
    "$HOME"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home; do
    if [ -n "$jdk_home" ] && [ -x "$jdk_home/bin/javac" ] && [ "$(jdk_feature "$jdk_home")" = 25 ]; then
      JAVA_HOME=$jdk_home
      export JAVA_HOME
      break
    fi
  done
  set -f
  "${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1 | grep -q 'version "25' ||
    echo "No JDK 25 was found. Install one (for example Eclipse Temurin 25), or point JAVA_HOME to it." >&2
}
use_jdk_25
