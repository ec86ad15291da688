#!/usr/bin/env bash
# Writes the digest behind each tag of an image that others made into the Dockerfile, docker-compose.yml and the Kubernetes manifests (name:tag@sha256:…),
# so that everybody has the same bytes until it is run again. Needs docker and the registries. Look at `git diff` before you commit.
set -euo pipefail
root=${1:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)}
cd "$root"

files=(deploy/docker/Dockerfile docker-compose.yml)
while IFS= read -r file; do files+=("$file"); done < <(find deploy/kubernetes -name '*.yaml' | sort)
default() { sed -n "s/^ARG $1=//p" deploy/docker/Dockerfile | head -n 1; }

# name:tag as it is written. Stages of the Dockerfile have no tag, our own images are pinned by whoever builds them.
written=$(sed -nE 's/^FROM +([^ ]+).*/\1/p; s/^ *(- +)?image(Name)?: +"?([^" #]+).*/\3/p' "${files[@]}" | sed 's/@sha256:.*//' | grep ':' | grep -v '^kpi-platform/' | sort -u)

for image in $written; do
  asked=${image//'${DOTNET}'/$(default DOTNET)}
  docker pull --quiet "$asked" >/dev/null
  digest=$(docker image inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$asked" | sed -n 's/.*@//p' | head -n 1)
  [[ $digest == sha256:* ]] || { echo "$asked has no digest: it was built here, or its registry gives none." >&2; exit 1; }
  WRITTEN=$image DIGEST=$digest perl -pi -e 's/(\s"?)\Q$ENV{WRITTEN}\E(\@sha256:[0-9a-f]+)?(?=["\s]|$)/$1$ENV{WRITTEN}\@$ENV{DIGEST}/' "${files[@]}"
  echo "$asked@$digest"
done
