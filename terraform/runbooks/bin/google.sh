# Sourced by the scripts beside it: calls Google's REST APIs, or those of the local stack.
# shellcheck shell=bash

fail() {
  echo "${0##*/}: $1" >&2
  exit "${2:-1}"
}

need() {
  local name
  for name in "$@"; do
    [ -n "${!name:-}" ] || fail "the variable $name is not set" 2
  done
}

for program in curl jq; do
  command -v "$program" >/dev/null || fail "$program is not installed" 2
done

need PROJECT
DATABASE=${DATABASE:-(default)}
FIRESTORE_URL=${FIRESTORE_URL:-https://firestore.googleapis.com}
STORAGE_URL=${STORAGE_URL:-https://storage.googleapis.com}
PUBSUB_URL=${PUBSUB_URL:-https://pubsub.googleapis.com}
POLL_SECONDS=${POLL_SECONDS:-10}

# Every change names the project that it is meant for: what stands in a terminal's history is not enough.
confirmed() {
  [ "$1" = "$PROJECT" ] || fail "nothing was done: repeat it with --confirm $PROJECT" 2
}

token() {
  if [ -n "${ACCESS_TOKEN:-}" ]; then
    echo "$ACCESS_TOKEN"
  else
    gcloud auth print-access-token || fail "no access token: run gcloud auth login, or set ACCESS_TOKEN"
  fi
}

# google METHOD URL [JSON]: prints the answer's body; an answer that is no success ends the script with it.
google() {
  local method=$1 url=$2 body=${3:-} bearer answer
  bearer=$(token)
  local options=(--silent --show-error --fail-with-body --max-time 120 --request "$method" --header 'Content-Type: application/json')
  [ -z "$body" ] || options+=(--data-binary @-)
  # The token stays out of the list of processes; a body may be longer than an argument.
  answer=$(curl "${options[@]}" --config <(printf 'header = "Authorization: Bearer %s"\n' "$bearer") "$url" <<<"$body") ||
    fail "$method $url: $answer"
  printf '%s\n' "$answer"
}

# await URL: asks a long-running operation until it has ended; prints it, or ends the script with its error.
await() {
  local operation
  while :; do
    operation=$(google GET "$1") || exit
    if jq -e .done <<<"$operation" >/dev/null; then
      jq -e .error <<<"$operation" >/dev/null && fail "the operation failed: $(jq -c .error <<<"$operation")"
      printf '%s\n' "$operation"
      return
    fi
    sleep "$POLL_SECONDS"
  done
}
