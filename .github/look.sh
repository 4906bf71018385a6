#!/usr/bin/env bash
# Compares the live document of a platform with ours. Where it changed, leaves in a folder the page,
# whether something breaks, and the patch that takes it.
set -euo pipefail
cd "$(dirname "$0")/.."
platform=$1 folder=$2

mkdir -p "$folder"
status=0
.venv/bin/python -m scripts.upgrade --platform "$platform" --apply ${SPEC:+"$SPEC"} > "$folder/page.md" || status=$?
if [ "$status" -gt 1 ]; then # it cannot be told
    rm -r "$folder"
    exit "$status"
fi
if git diff --quiet -- "specs/$platform/platform.json"; then
    echo "nothing changed"
    git checkout --quiet -- specs generated
    git clean --quiet --force -- specs
    rm -r "$folder"
    exit
fi
[ "$status" -eq 0 ] && echo "api: breaks nobody" > "$folder/label" || echo "api: breaking" > "$folder/label"
git add --all specs generated
git diff --cached --binary > "$folder/change.patch"
git reset --quiet
