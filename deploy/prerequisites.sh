# Sourced by up, bench, chaos, audit and verify: finds what they need, or says in one line what is missing, why, and how to get it.

missing() {
  echo "drover: $1" >&2
  exit 1
}

# The feature release of the JDK in $1, from its own description, without starting it.
jdk_release() {
  [ -x "$1/bin/javac" ] && sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

# The newest JDK there is, JAVA_HOME's among equals; `java` on the PATH may be older.
find_jdk() {
  local best=0 home release on_path
  on_path=$(command -v java || true)
  if [ -n "$on_path" ]; then
    on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  fi
  for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/* "$HOME"/.sdkman/candidates/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$home" ] || continue
    release=$(jdk_release "$home" || true)
    if [ "${release:-0}" -gt "$best" ]; then
      best=$release
      found_jdk=$home
    fi
  done
  [ "$best" -ge 25 ] || missing "JDK 25 or newer is missing (Drover is built and runs on it; the newest found is\
 ${best/#0/none}): install a package such as temurin-25-jdk or openjdk-25-jdk, or set JAVA_HOME"
  export JAVA_HOME=$found_jdk
}

# Whether version $1 (3.8.7) is at least $2.$3.
at_least() {
  local major=${1%%.*} rest=${1#*.}
  local minor=${rest%%.*}
  [ "$major" -gt "$2" ] || { [ "$major" -eq "$2" ] && [ "${minor:-0}" -ge "$3" ]; }
}

# A JVM takes the characters of arguments, variables and file names from its locale, and the POSIX locale has ASCII alone.
want_utf8() {
  if [ "$(locale charmap 2>/dev/null)" != UTF-8 ]; then
    # Where there is no such locale the shell says so; the worker says it better.
    { export LC_ALL=C.UTF-8; } 2>/dev/null
  fi
}

require_maven() {
  local version
  # Maven's own libraries make a JDK this new print warnings that are nobody's concern here.
  export MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}"
  version=$(mvn --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p' || true)
  [ -n "$version" ] || missing "Maven 3.8 or newer is missing (it builds Drover): install the package maven"
  at_least "$version" 3 8 || missing "Maven $version is too old (3.8 or newer builds Drover): install a newer maven"
}

require_node() {
  local version
  version=$(node --version 2>/dev/null || true)
  version=${version#v}
  [ -n "$version" ] || missing "Node.js 20 or newer is missing (most MCP servers run on it): install the package nodejs"
  at_least "$version" 20 0 || missing "Node.js $version is too old (MCP servers need 20 or newer): install a newer nodejs"
  command -v npx >/dev/null || missing "npx is missing (it fetches and runs MCP servers): install the package npm"
}

# A test opens the API's description in a browser: installs Debian's where that is allowed, and goes on without it.
want_chromium() {
  local name
  for name in chromium chromium-browser google-chrome; do
    ! command -v "$name" >/dev/null || return 0
  done
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "Installing the package chromium: a test opens /docs in it"
    { DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium ||
      { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; }
    } >/dev/null 2>&1 && return 0
  fi
  echo "drover: chromium is missing and cannot be installed here: the test that opens /docs in it will be skipped" >&2
}
