# The shared parts of the scripts here, sourced by them from the top of the repository: a fresh PostgreSQL, the packaged service on
# it, rows to begin with, and measuring. Everything is on this machine; what was started is stopped again. Before sourcing, native
# may name an executable. BENCH_JAVA_OPTIONS (-Xmx512m).
processors=$(nproc) threads=2 java_options=${BENCH_JAVA_OPTIONS:--Xmx512m}
[ "$threads" -le "$processors" ] || threads=$processors
native=${native:-}
load_before=$(cut -d' ' -f1-3 /proc/loadavg)

# --- what is needed

server_binaries() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1; }
needs=()
command -v wrk >/dev/null || needs+=(wrk)
command -v curl >/dev/null || needs+=(curl)
command -v javac >/dev/null || needs+=(openjdk-17-jdk-headless)
if [ -z "$(server_binaries)" ]; then
  needs+=(postgresql)
  # only the programs, not a server of its own
  if [ "$(id -u)" = 0 ] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
  fi
fi
if [ ${#needs[@]} -gt 0 ]; then
  [ "$(id -u)" = 0 ] || { echo "Install first: ${needs[*]}" >&2; exit 1; }
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${needs[@]}"
fi
binaries=$(server_binaries)

jar=target/quarkus-app/quarkus-run.jar
[ -n "$native" ] || [ -e $jar ] || ./mvnw -q -B package -DskipTests
bouncy_castle=$(ls target/quarkus-app/lib/main/org.bouncycastle.bcprov-*.jar ~/.m2/repository/org/bouncycastle/bcprov-jdk18on/*/*.jar \
  2>/dev/null | head -1 || true)
[ -n "$bouncy_castle" ] || { echo "No Bouncy Castle found; run ./mvnw package -DskipTests first" >&2; exit 1; }

# --- what is started, and stopped again

work=$(mktemp -d)
service= services=() server=
stop() { # PID SIGNAL
  kill -"$2" "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}
clean_up() {
  status=$?
  trap - EXIT
  trap '' INT TERM
  for service in "${services[@]}"; do stop "$service" TERM; done
  [ -z "$server" ] || stop "$server" INT
  [ $status = 0 ] || tail -n 20 "$work"/*.log >&2 2>/dev/null || true
  rm -rf "$work"
  exit $status
}
trap clean_up EXIT
trap 'exit 130' INT TERM

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 10000))
    (exec 3<>/dev/tcp/127.0.0.1/$port) 2>/dev/null || { echo $port; return; }
  done
}

# PostgreSQL refuses to run as root
as_server=()
[ "$(id -u)" != 0 ] || as_server=(setpriv --reuid=postgres --regid=postgres --clear-groups)
mkdir "$work/postgres"
head -c 24 /dev/urandom | base64 | tr -d '\n' >"$work/postgres/password"
export PGPASSWORD PGHOST=127.0.0.1 PGUSER=latchkey PGDATABASE=latchkey PGPORT
PGPASSWORD=$(cat "$work/postgres/password") PGPORT=$(free_port)
if [ "$(id -u)" = 0 ]; then chmod 711 "$work"; chown -R postgres: "$work/postgres"; fi
"${as_server[@]}" "$binaries/initdb" -D "$work/postgres/data" -U latchkey --pwfile="$work/postgres/password" --auth=scram-sha-256 \
  --encoding=UTF8 --no-locale >"$work/initdb.log"
# durable as by default; checkpoints fall between the measurements
"${as_server[@]}" "$binaries/postgres" -D "$work/postgres/data" -c port="$PGPORT" -c listen_addresses=127.0.0.1 \
  -c unix_socket_directories="$work/postgres" -c shared_buffers=512MB -c fsync=on -c synchronous_commit=on \
  -c max_wal_size=8GB -c checkpoint_timeout=1h >"$work/postgres.log" 2>&1 &
server=$!
until "$binaries/pg_isready" -q -d postgres; do sleep 0.1; kill -0 $server; done
"$binaries/psql" -q -d postgres -c 'CREATE DATABASE latchkey'
sql() { "$binaries/psql" -qAtX -v ON_ERROR_STOP=1 "$@"; }

http=$(free_port) management=$(free_port)
until [ "$management" != "$http" ]; do management=$(free_port); done
next_node() { http=$((http + 10000)) management=$((management + 10000)); } # ports for another service
head -c 32 /dev/urandom | base64 >"$work/master-key"

ready() {
  local answer
  (exec 3<>"/dev/tcp/127.0.0.1/$management" && printf 'GET /q/health/ready HTTP/1.0\r\n\r\n' >&3 && read -r -t 5 answer <&3 \
    && [[ $answer == *" 200 "* ]]) 2>/dev/null
}
# sets service and start_ms: from the start of the process to the first 200 of its readiness; takes settings as NAME=value
start_service() {
  local program=("$native") before
  [ -n "$native" ] || program=(java $java_options -jar $jar)
  before=$(date +%s%N)
  env QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT="$http" QUARKUS_MANAGEMENT_HOST=127.0.0.1 \
    QUARKUS_MANAGEMENT_PORT="$management" QUARKUS_DATASOURCE_JDBC_URL="jdbc:postgresql://127.0.0.1:$PGPORT/$PGDATABASE" \
    QUARKUS_DATASOURCE_USERNAME=latchkey QUARKUS_DATASOURCE_PASSWORD="$PGPASSWORD" LATCHKEY_ISSUER=https://bench.example.com \
    LATCHKEY_MASTER_KEY_FILE="$work/master-key" LATCHKEY_SIGN_UP_VERIFY_EMAIL=false \
    LATCHKEY_REVOCATION_CANARY_INTERVAL=PT0S "$@" "${program[@]}" >>"$work/service.log" 2>&1 &
  service=$!
  services+=("$service")
  until ready; do sleep 0.02; kill -0 $service; done
  start_ms=$((($(date +%s%N) - before) / 1000000))
}
stop_service() { stop "$service" TERM; services=(); }
resident() { awk '/^VmRSS/ { printf "%d", $2 / 1024 }' /proc/$service/status; }

# --- what is measured: each prints "BENCH requests microseconds p50 p99 errors", and the rest to stderr

load() { # SECONDS CONNECTIONS PATH SCRIPT [wrk option…] [-- argument…]
  local seconds=$1 connections=$2 path=$3 script=$4 wrk_threads=$threads
  shift 4
  [ "$connections" -ge "$wrk_threads" ] || wrk_threads=$connections
  local options=() # up to the arguments of the script
  while [ $# -gt 0 ] && [ "$1" != -- ]; do options+=("$1"); shift; done
  wrk -t"$wrk_threads" -c"$connections" -d"${seconds}s" --timeout 10s -s "src/bench/$script" "${options[@]}" \
    "http://127.0.0.1:$http$path" "$@" | tee /dev/stderr | grep '^BENCH '
}

declare -A requests_of rate p50 p99 errors memory
note() { # NAME, lines of BENCH on stdin: several rounds are added up
  local all
  all=$(awk '{ n += $2; us += $3; a += $4; b += $5; e += $6; k++ }
    END { printf "%d %.1f %.2f %.2f %d", n, n * 1e6 / us, a / k / 1000, b / k / 1000, e }')
  read -r requests_of[$1] rate[$1] p50[$1] p99[$1] errors[$1] <<<"$all"
  echo "== $1: ${rate[$1]}/s" >&2
}
ratio() { awk -v a="${rate[$1]}" -v b="${rate[$2]}" 'BEGIN { printf "%.2f", a / b }'; }

# one real sign-up gives everybody a real hash
post() { curl -sS --fail-with-body -X POST -H 'Content-Type: application/json' "http://127.0.0.1:$http$1" -d "$2"; }
sign_up() { post /auth/sign-up "{\"email\":\"$1\",\"password\":\"correct horse battery staple\"}" >/dev/null; }

seed() { # SESSIONS SESSIONS_PER_USER: users, live sessions, and the refresh tokens in $work/tokens
  LATCHKEY_MASTER_KEY=$(cat "$work/master-key") java src/bench/SeedSessions.java "$work" "$1" "$2"
  sql <<SQL
\copy app_user (id, username, email, roles, created_at) FROM '$work/app_user.copy'
UPDATE app_user SET password_hash = (SELECT password_hash FROM app_user WHERE username = 'first@example.com') WHERE password_hash IS NULL;
\copy login_name (name, user_id) FROM '$work/login_name.copy'
\copy session (id, user_id, refresh_hash, generation, rotated_at, access_expires_at, created_at, authenticated_at, last_seen_at, idle_expires_at, expires_at, remember_me, transport, device_name, device_type, ip, amr, acr) FROM '$work/session.copy'
SQL
}

# the lines at the end of every page
commit=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
[ -z "$(git status --porcelain --untracked-files=no 2>/dev/null)" ] || commit+=" with changes"
what_ran() { [ -n "$native" ] && echo "native executable, $(($(stat -c %s "$native") / 1048576)) MB" || echo "jar, java $java_options"; }
machine() {
  echo "$processors × $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1), $(awk '/MemTotal/ { printf "%d", $2 / 1048576 }' /proc/meminfo) GB, Linux $(uname -r); load before: $load_before"
}
versions() {
  echo "$(java -version 2>&1 | head -1), $("$binaries/postgres" --version), $(wrk -v 2>&1 | sed -n 's/^\(wrk [^ ]*\).*/\1/p')"
}

# the UPDATE of a refresh alone, on a table of its own with ids that count up
copy_for_updates() { # SESSIONS
  sql <<SQL
SELECT format('CREATE TABLE bench_session (LIKE session INCLUDING ALL) WITH (%s)', array_to_string(reloptions, ','))
  FROM pg_class WHERE oid = 'session'::regclass \gexec
INSERT INTO bench_session SELECT (json_populate_record(s, json_build_object(
    'id', '00000000-0000-7000-8000-' || lpad(to_hex(row_number() OVER ()), 12, '0')))).*
  FROM session s WHERE ended_at IS NULL LIMIT $1;
SQL
}
