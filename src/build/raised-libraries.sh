#!/bin/sh
# Shows, for every library on the runtime tree, the version that a newer Quarkus platform names and the
# version this build uses; then the ones that still differ. Run from the repository root:
#   src/build/raised-libraries.sh [platform version, default 3.33.4.1]
set -eu
platform=${1:-3.33.4.1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The platform BOM, resolved by its coordinates like any other artifact.
./mvnw -q -B org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy \
    -Dartifact="io.quarkus.platform:quarkus-bom:$platform:pom" -DoutputDirectory="$work"
# group:artifact[:classifier] version, one managed library a line
tr -d '\n' <"$work/quarkus-bom-$platform.pom" | sed 's|</dependency>|&\n|g' | sed -n '
    s|.*<dependency>||
    s|<exclusions>.*</exclusions>||
    s|.*<groupId>\([^<]*\)</groupId> *<artifactId>\([^<]*\)</artifactId> *<version>\([^<]*\)</version>\(.*\)|\1:\2 \3 \4|
    s|^\([^ ]*\) \([^ ]*\) .*<classifier>\([^<]*\)</classifier>.*|\1:\3 \2|
    s|^\([^ ]*:[^ ]*\) \([^ ]*\).*|\1 \2|p' >"$work/platform"

./mvnw -q -B org.apache.maven.plugins:maven-dependency-plugin:3.9.0:list \
    -DincludeScope=runtime -DoutputFile="$work/list"
# group:artifact:type[:classifier]:version:scope
sed 's/ --.*//' "$work/list" | awk -F: '
    NF == 5 { gsub(/ /, "", $1); print $1 ":" $2, $4 }
    NF == 6 { gsub(/ /, "", $1); print $1 ":" $2 ":" $4, $5 }' | sort -u >"$work/build"

awk -v platform="$platform" '
    NR == FNR { named[$1] = $2; next }
    { printf "%-70s %-16s %s\n", $1, ($1 in named) ? named[$1] : "-", $2 }
    ($1 in named) && named[$1] != $2 && $1 !~ /^io\.quarkus/ {
        differ = differ sprintf("%-70s %-16s %s\n", $1, named[$1], $2)
    }
    END { print "\nStill different (library, platform " platform ", this build):\n" differ }
' "$work/platform" "$work/build"
