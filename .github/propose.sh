#!/usr/bin/env bash
# Opens a pull request for what look.sh found, or updates the one that is open. With DRY_RUN it does
# all but push and ask GitHub, and shows what it would do.
set -euo pipefail
platform=$1 folder=$2
[ -f "$folder/change.patch" ] || { echo "nothing changed"; exit; }

act() {
    if [ -n "${DRY_RUN:-}" ]; then echo "would run: $*"; else "$@"; fi
}

branch=api-watch/$platform
title="Take the new API of $platform"
label=$(cat "$folder/label")
body=$(mktemp)
head -c 60000 "$folder/page.md" > "$body" # GitHub takes 65,536 characters

git checkout --quiet -B "$branch"
git apply --index "$folder/change.patch"
git -c user.name=api-watch -c user.email=api-watch@users.noreply.github.com commit --quiet --message "$title"
if [ -z "${DRY_RUN:-}" ]; then gh auth setup-git; fi
act git push --quiet --force "${REMOTE:-origin}" "$branch"
for each in "api: breaking" "api: breaks nobody"; do
    act gh label create "$each" --force
done
open=""
if [ -z "${DRY_RUN:-}" ]; then open=$(gh pr list --head "$branch" --state open --json number --jq '.[].number'); fi
if [ -n "$open" ]; then
    gh pr edit "$open" --title "$title" --body-file "$body" \
        --remove-label "api: breaking,api: breaks nobody" --add-label "$label"
else
    act gh pr create --head "$branch" --title "$title" --body-file "$body" --label "$label"
fi
if [ -n "${DRY_RUN:-}" ]; then cat "$body"; fi
