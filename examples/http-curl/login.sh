#!/bin/sh
# A login over HTTP with curl: store what is known, start, give what is missing, take the session.
#
#   AGENT_AUTH_URL=http://127.0.0.1:7400 AGENT_AUTH_ACCESS_KEY="$(cat ~/.local/state/temporal-agent-auth/access-key)" \
#     ./login.sh example.com user@example.com > session.json
set -eu

domain=$1
email=$2

# Values come from files and standard input, never from arguments: those show in the list of processes.
call() { # METHOD PATH, body on standard input
  printf 'header = "Authorization: Bearer %s"\n' "$AGENT_AUTH_ACCESS_KEY" |
    curl --silent --show-error --fail-with-body --config - --request "$1" --header 'Content-Type: application/json' \
      ${3:+--data-binary "@$3"} "$AGENT_AUTH_URL$2"
}
get() { node -e 'const [path] = process.argv.slice(1); let text = ""; process.stdin.on("data", (d) => (text += d)).on("end", () => console.log(path.split(".").reduce((at, name) => at?.[name], JSON.parse(text)) ?? ""))' "$1"; }

body=$(mktemp)
trap 'rm -f "$body"' EXIT

printf '{"name": "http-curl", "domain": "%s", "values": {"email": "%s"}}' "$domain" "$email" > "$body"
call POST /credentials "$body" > /dev/null

printf '{"domain": "%s", "profile_name": "http-curl", "credential_name": "http-curl"}' "$domain" > "$body"
agent=$(call POST /agents/auth "$body" | get id)

printf '{"auth_agent_id": "%s"}' "$agent" > "$body"
started=$(call POST /agents/auth/invocations "$body")
invocation=$(printf '%s' "$started" | get invocation_id)
echo "A person can give what is missing here: $(printf '%s' "$started" | get hosted_url)" >&2

while :; do
  state=$(call GET "/agents/auth/invocations/$invocation")
  [ "$(printf '%s' "$state" | get status)" = IN_PROGRESS ] || break
  if [ "$(printf '%s' "$state" | get step)" = awaiting_input ]; then
    field=$(printf '%s' "$state" | get pending_fields.0.name)
    echo "$domain asks for $field" >&2
    IFS= read -r value
    FIELD=$field VALUE=$value node -p 'JSON.stringify({ field_values: { [process.env.FIELD]: process.env.VALUE } })' > "$body"
    call POST "/agents/auth/invocations/$invocation/submit" "$body" > /dev/null
  fi
  sleep 2
done

echo "$domain: $(printf '%s' "$state" | get status)" >&2
call GET /profiles/http-curl/download
