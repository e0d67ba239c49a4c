#!/usr/bin/env bash
# `npm test`: everything that must hold before a commit. Arguments go to jest, e.g. npm test -- test/unit/store
set -euo pipefail
cd "$(dirname "$0")/.."

bash scripts/system-packages.sh
npm run --silent lint
npm run --silent typecheck
npm run --silent build

mkdir -p .cache
projects=(unit component faults)
skipped=""
if electron="$(node scripts/electron-runtime.mjs)"; then
  projects+=(e2e)
else
  skipped="$(node -p 'JSON.parse(process.argv[1]).reason' "$electron")"
fi

screen=()
if [ -z "$skipped" ] && [ "$(uname -s)" = Linux ] && [ -z "${DISPLAY:-}" ]; then
  if command -v xvfb-run >/dev/null; then
    screen=(xvfb-run -a -s '-screen 0 1920x1200x24')
  else
    projects=(unit component faults)
    skipped="there is no screen (DISPLAY is not set) and no xvfb-run"
  fi
fi

report=.cache/jest.json
rm -f "$report"
status=0
"${screen[@]}" npx jest --selectProjects "${projects[@]}" --json --outputFile="$report" "$@" >/dev/null || status=$?

if [ -n "$skipped" ]; then
  printf '\n*** THE WINDOW TESTS (e2e) WERE SKIPPED: %s ***\n' "$skipped"
fi
node - "$report" <<'SUMMARY'
const { existsSync, readFileSync } = require('node:fs');
const file = process.argv[2];
if (!existsSync(file)) {
  console.log('0 passed, 1 failed (jest did not finish)');
  process.exit(1);
}
const run = JSON.parse(readFileSync(file, 'utf8'));
const failed = run.numFailedTests + run.numRuntimeErrorTestSuites;
const aside = run.numPendingTests + run.numTodoTests;
console.log(`\n${run.numPassedTests} passed, ${failed} failed${aside > 0 ? `, ${aside} skipped` : ''}`);
SUMMARY
exit "$status"
