#!/bin/sh
# A release as a pipeline runs it, from a model's checkout to a token that is checked where the model is used.
#
# Before it: a use case that is approved, and a pipeline key (Settings, Pipeline keys) that may speak for the model.
#   COUNTERSIGN_URL    the server
#   COUNTERSIGN_TOKEN  the pipeline key
#   MODEL              namespace/name@version, as in countersign.yaml
# Two people approve in the browser while it waits. Exit codes: 0 yes, 1 no, 2 usage, 3 pending, 4 could not decide.
set -eu
countersign() { node "${COUNTERSIGN:-dist/countersign.mjs}" "$@"; }

# A step whose answer has to be a certain exit code: `answer 1 countersign verify …`.
answer() {
  wanted=$1
  shift
  got=0
  "$@" || got=$?
  if [ "$got" -ne "$wanted" ]; then
    echo "expected exit $wanted, got $got: $*" >&2
    exit 1
  fi
}

echo "1. The manifest is in order, and the version is registered with the digest of its files."
countersign check countersign.yaml
countersign register

echo "2. What the evaluation and the scan found is attached to these bytes."
countersign evidence attach "$MODEL" --type evaluation --file reports/holdout.json
countersign evidence attach "$MODEL" --type scan --file reports/scan.json

echo "3. The gate is asked: approvals are missing, and it says whose."
answer 3 countersign promote "$MODEL" --env production

echo "4. It waits for people."
countersign promote "$MODEL" --env production --wait 5m -o token.jwt

echo "5. Where the model is used: trust is pinned once, the status list fetched when there is a network."
countersign trust fetch --server "$COUNTERSIGN_URL" -o trust.json
countersign status-list fetch -o status.jwt

echo "6. From here on no server is asked."
unset COUNTERSIGN_URL COUNTERSIGN_TOKEN
verify() { countersign verify token.jwt --artifact "$1" --env "$2" --trust trust.json --status status.jwt; }
answer 0 verify ./model production

echo "7. Other bytes and other environments are refused."
cp -R model changed
printf ' ' >> changed/labels.json
answer 1 verify ./changed production
answer 1 verify ./model staging
rm -r changed

echo "done: $MODEL may run in production"
