#!/usr/bin/env bash
# Plays the suites of a workflow's step. Its summary goes to a file of its own, too, for the comment.
set -uo pipefail
: >"$SUMMARY"
code=0
# Unquoted: they are several words, and may be patterns of files.
# shellcheck disable=SC2086
GITHUB_STEP_SUMMARY=$SUMMARY npx --no-install swarm-eval run $CASES --reporter table,github,junit,html $ARGS || code=$?
cat "$SUMMARY" >>"$GITHUB_STEP_SUMMARY"
echo "exit-code=$code" >>"$GITHUB_OUTPUT"
exit "$code"
