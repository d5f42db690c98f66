# Sourced by up and bench, after prerequisites.sh: builds the services where that is needed, and prepares them for a quick
# start. Needs $root and $here, the directories of the sources and of this file.

# The newest runnable jar of module $1.
runnable() {
  ls -tc "$root/$1/target/"*-exec.jar 2>/dev/null | head -n 1
}

# Whether $1, what the build made last, exists and no source is newer; its own time is a fixed one, so by when it was put
# there. Further arguments: sources beside those of the services and the launcher.
current() {
  local built=$1
  shift
  [ -n "$built" ] && [ -d "$here/local/target/lib" ] &&
    [ -z "$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main "$here"/local/pom.xml "$here"/local/src/main "$@" \
      -newermc "$built" | head -n 1)" ]
}

# Builds the services, the launcher, and the further modules that are given.
build() {
  require_maven
  echo "Building Drover: it is not built yet, or older than its sources"
  (cd "$root" && mvn -B -q -DskipTests -pl "$(IFS=,; echo "api-service,supervisor-worker,deploy/local${*:+,$*}")" \
    -am package) || missing "the build failed; what Maven says is above"
  # Maven leaves a jar as it is when the change is none to it.
  touch -c "$root"/*/target/*.jar "$here"/*/target/*.jar
}

# The program of module $1, unpacked.
unpacked() {
  echo "$root/$1/target/run/$(basename "$(runnable "$1")")"
}

# Whether module $1 is unpacked, from the runnable jar that is there now.
is_unpacked() {
  [ -f "$(unpacked "$1")" ] && [ ! "$(unpacked "$1")" -ot "$(runnable "$1")" ]
}

# A JVM finds classes sooner in jars that lie beside each other than in one within the other.
unpack() {
  rm -rf "$root/$1/target/run"
  "$JAVA_HOME/bin/java" -Djarmode=tools -jar "$(runnable "$1")" extract --destination "$root/$1/target/run" >/dev/null
}

# Unpacks the given modules where that is needed.
unpack_services() {
  local module
  for module in "$@"; do
    is_unpacked "$module" || unpack "$module" &
  done
  wait
}

# Whether a JVM would start module $1 with what others have learned of its classes.
is_rehearsed() {
  is_unpacked "$1" && [ -f "$(dirname "$(unpacked "$1")")/classes.aot" ]
}

# Has a stack live for some seconds, so that the services start in half the time from then on.
prepare_services() {
  if is_rehearsed api-service && is_rehearsed supervisor-worker; then
    return
  fi
  echo "Preparing the services for a quick start"
  unpack_services api-service supervisor-worker
  (
    class_path="$here/local/target/classes:$here/local/target/lib/*"
    become dev.drover.local.Rehearsal "$here/local/target/rehearsal"
  ) || {
    # A JVM that is told to end by a signal ends like one that decides so.
    [ $? -lt 128 ] || exit 130
    echo "The preparation failed, so the services start slowly; the reason is above"
  }
}

# Becomes the Java program $1 with the arguments after it, on class path $class_path, with the flags of the launcher.
become() {
  # A script that starts this in the background has it ignore SIGINT, and Java would keep to that.
  local interruptible=()
  if env --default-signal=INT true 2>/dev/null; then
    interruptible=(env --default-signal=INT)
  fi
  exec ${interruptible[@]+"${interruptible[@]}"} "$JAVA_HOME/bin/java" \
    -XX:+UseSerialGC -Xmx768m -Xshare:auto -XX:+PerfDisableSharedMem \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -Ddrover.api-jar="$(unpacked api-service)" -Ddrover.worker-jar="$(unpacked supervisor-worker)" \
    -cp "$class_path" "$@"
}
