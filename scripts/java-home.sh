# Sourced by ./reckon, ./test and ./dev: sets JAVA_HOME to a JDK of 25 or later, or explains what to install.

java_version() { # DIR: prints the major version of the JDK there, or nothing
  [[ -x $1/bin/javac ]] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

find_java_home() {
  local path_javac candidate version
  path_javac=$(command -v javac || true)
  [[ -n $path_javac ]] && path_javac=$(dirname "$(dirname "$(readlink -f "$path_javac")")")
  for candidate in "${JAVA_HOME:-}" "$path_javac" /usr/lib/jvm/* /opt/*jdk* /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/.sdkman/candidates/java/*; do
    [[ -n $candidate ]] || continue
    version=$(java_version "$candidate")
    if [[ -n $version ]] && ((version >= 25)); then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  return 1
}

if ! JAVA_HOME=$(find_java_home); then
  echo "Reckon needs a JDK of version 25 or later, and found none in JAVA_HOME, PATH or the usual folders." >&2
  echo "Install one (for example the package temurin-25-jdk or openjdk-25-jdk) or set JAVA_HOME to it." >&2
  exit 1
fi
export JAVA_HOME
export MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow"

require_maven() {
  command -v mvn >/dev/null && return 0
  echo "Reckon is built with Maven 3.8.7 or later, and mvn is not on the PATH. Install the package maven." >&2
  exit 1
}
