export GP4U_API GP4U_ENDS_AT
gp4u_file="${HOME:-/root}/.gp4u-ends-at"
gp4u_ssh="${HOME:-/root}/.ssh"
[ -s "$gp4u_file" ] || printf '%s\n' "$GP4U_ENDS_AT" > "$gp4u_file"
mkdir -p "$gp4u_ssh"
printf '%s\n' "$GP4U_KEYS" | while IFS= read -r key; do
  grep -qxF -- "$key" "$gp4u_ssh/authorized_keys" 2>/dev/null || printf '%s\n' "$key" >> "$gp4u_ssh/authorized_keys"
done
chmod 700 "$gp4u_ssh"
chmod 600 "$gp4u_ssh/authorized_keys"
gp4u_destroy() {
  printf 'header = "Authorization: Bearer %s"\n' "$CONTAINER_API_KEY" |
    curl -fsS -m 60 -K - -X DELETE -H 'Content-Type: application/json' -d '{}' "$GP4U_API/api/v0/instances/$CONTAINER_ID/" ||
    printf 'y\n' | vastai destroy instance "$CONTAINER_ID" --api-key "$CONTAINER_API_KEY"
}
(
  trap '' HUP
  while :; do
    ends_at=$(cat "$gp4u_file" 2>/dev/null)
    case "$ends_at" in '' | *[!0-9]*) ends_at=$GP4U_ENDS_AT ;; esac
    [ "$(date +%s)" -lt "$ends_at" ] || gp4u_destroy
    sleep 20
  done
) < /dev/null > /dev/null 2>&1 &
