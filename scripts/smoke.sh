#!/usr/bin/env bash
# Packs the package, installs the tarball into an empty folder, and runs it there on the bundled example.
set -euo pipefail

repository="$(cd "$(dirname "$0")/.." && pwd)"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT

cd "$repository"
tarball="$(npm pack --silent --pack-destination "$folder" | tail -n 1)"
cp -r fixtures/demo/input "$folder/example"

cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund "./$tarball"
npx --no-install lambda-unchain --version

status=0
npx --no-install lambda-unchain plan example --no-color >plan.txt || status=$?
if [ "$status" -ne 2 ]; then
  echo "plan ended with $status; 2 (changes are pending) was expected" >&2
  exit 1
fi
for section in FINDINGS CODE INFRASTRUCTURE; do
  grep -q "^$section" plan.txt || { echo "plan prints no section $section" >&2; exit 1; }
done
grep "^Plan:" plan.txt
echo "smoke test passed"
