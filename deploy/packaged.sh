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

# Unpacks the runnable jar of module $1, and keeps what a JVM learns of its classes: the service then starts in half the
# time. The program runs only until it is wired up, which needs no broker and no database.
prepare() {
  local run="$root/$1/target/run" java="$JAVA_HOME/bin/java"
  rm -rf "$run"
  "$java" -Djarmode=tools -jar "$(runnable "$1")" extract --destination "$run" >/dev/null
  "$java" -XX:TieredStopAtLevel=1 --sun-misc-unsafe-memory-access=allow -jar "$(runnable supervisor-worker)" \
    keyset create "$run/private.json" "$run/public.json" >/dev/null
  mkdir "$run/tmp"
  DROVER_PLATFORM_KEY=none DROVER_PUBLIC_KEYSET="$run/public.json" DROVER_PRIVATE_KEYSET="$run/private.json" \
    DROVER_WORKER_ID=none DROVER_DATA_DIR="$run/data" SERVER_PORT=0 \
    SPRING_FLYWAY_ENABLED=false SPRING_DATA_JDBC_DIALECT=postgresql \
    "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --sun-misc-unsafe-memory-access=allow \
    -Dspring.context.exit=onRefresh -Djava.io.tmpdir="$run/tmp" \
    -XX:ArchiveClassesAtExit="$run/classes.jsa" -jar "$(unpacked "$1")" >"$run/prepare.log" 2>&1 || true
  rm -rf "$run/data" "$run/tmp" "$run/private.json" "$run/public.json"
}

# The program of module $1, as prepared.
unpacked() {
  echo "$root/$1/target/run/$(basename "$(runnable "$1")")"
}

# Whether module $1 is prepared, from the runnable jar that is there now.
prepared() {
  [ -f "$(unpacked "$1")" ] && [ ! "$(unpacked "$1")" -ot "$(runnable "$1")" ]
}

prepare_services() {
  if ! prepared api-service || ! prepared supervisor-worker; then
    echo "Preparing the services for a quick start"
    prepare api-service &
    prepare supervisor-worker
    wait
  fi
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
