#!/usr/bin/env bash
# `npm test`: everything that must hold before a commit. Arguments go to jest, e.g. npm test -- test/unit/store
set -euo pipefail
cd "$(dirname "$0")/.."

bash scripts/system-packages.sh
npm run --silent lint
npm run --silent typecheck
npm run --silent build

mkdir -p .cache
skipped=""
electron="$(node scripts/electron-runtime.mjs)" ||
  skipped="$(node -p 'JSON.parse(process.argv[1]).reason' "$electron")"

screen=()
if [ -z "$skipped" ] && [ "$(uname -s)" = Linux ] && [ -z "${DISPLAY:-}" ]; then
  if command -v xvfb-run >/dev/null; then
    screen=(xvfb-run -a -s '-screen 0 1920x1200x24')
  else
    skipped="there is no screen (DISPLAY is not set) and no xvfb-run"
  fi
fi

rm -f .cache/jest-*.json
status=0
beside=""
trap '[ -z "$beside" ] || kill "$beside" 2>/dev/null || true' EXIT
jest=(npx jest --passWithNoTests --json)

# The windows beside the rest, one after another: they wait for the disk and for each other's processes as much as they work. What
# they say is shown whole once they have ended.
if [ -z "$skipped" ]; then
  "${screen[@]}" "${jest[@]}" --selectProjects e2e --runInBand --outputFile=.cache/jest-e2e.json "$@" \
    >/dev/null 2>.cache/windows.log &
  beside=$!
fi
# The cheap ones first: what is wrong is mostly wrong there.
for project in unit component faults; do
  "${jest[@]}" --selectProjects "$project" --outputFile=".cache/jest-$project.json" "$@" >/dev/null || status=$?
done
if [ -n "$beside" ]; then
  wait "$beside" || status=$?
  beside=""
  cat .cache/windows.log >&2
fi

if [ -n "$skipped" ]; then
  printf '\n*** THE WINDOW TESTS (e2e) WERE SKIPPED: %s ***\n' "$skipped"
fi
node - "${skipped:-}" <<'SUMMARY' || status=1
const { existsSync, readFileSync } = require('node:fs');
const projects = ['unit', 'component', 'faults', ...(process.argv[2] ? [] : ['e2e'])];
const files = projects.map((project) => `.cache/jest-${project}.json`);
const runs = files.filter((file) => existsSync(file)).map((file) => JSON.parse(readFileSync(file, 'utf8')));
const sum = (count) => runs.reduce((total, run) => total + count(run), 0);
// A run that left no report did not finish.
const failed = files.length - runs.length + sum((run) => run.numFailedTests + run.numRuntimeErrorTestSuites);
const aside = sum((run) => run.numPendingTests + run.numTodoTests);
console.log(`\n${sum((run) => run.numPassedTests)} passed, ${failed} failed${aside > 0 ? `, ${aside} skipped` : ''}`);
// A path that fits no test has proved nothing.
if (sum((run) => run.numTotalTests) === 0) process.exit(1);
SUMMARY
exit "$status"
