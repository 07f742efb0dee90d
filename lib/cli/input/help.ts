/** What `baseboard --help` prints. */
export const HELP = `Checks whether the base images of container images are up to date.

Usage: baseboard check [options] <reference>…
       baseboard import [options] <path>…              (see baseboard import --help)
       baseboard sources preview [options] [<file>]   (see baseboard sources --help)
       baseboard agent [options]                      (see baseboard agent --help)

  baseboard check registry.example.com/shop/api:1.4
  baseboard check --file Dockerfile --format sarif > baseboard.sarif
  kubectl get pods -A -o jsonpath='{..image}' | baseboard check --file -

Which images
  <reference>…            References as in docker pull: debian:12, ghcr.io/team/app@sha256:…
  -f, --file <path>       Read images from a file, or with - from standard input: references, Dockerfiles,
                          compose files, Kubernetes manifests, Helm values, CSV, JSON, or what docker
                          and kubectl print. Repeatable
      --platform <p>      Check this platform only, such as linux/arm64. Repeatable

How to check them
  -c, --config <path>     A baseboard.yaml with a registries section: credentials, mirrors, plain HTTP.
                          Or set BASEBOARD_CONFIG. By default, no file is read.
                          The credentials of docker and podman are used too
      --server <url>      Let a running Baseboard check the images, with its own credentials. It knows
                          when a base moved
      --token-file <path> A file with the server's token. Or set BASEBOARD_TOKEN
      --timeout <time>    Time limit of the whole check: 90s, 5m (the default), 1h

What to tolerate
      --tolerate <what>   stale-config: the base has the same layers with another configuration;
                          stale-by-ancestor: the direct base is current, but one below it moved.
                          Repeatable
      --max-behind <time> A base that moved less than this ago, such as 7d. Needs --server

Output
      --format <format>   text (the default), json or sarif
  -q, --quiet             With text: print only images that are not fresh
  -h, --help, --version

Exit code of the worst image (2 before 3 before 1 before 0)
  0   Fresh: up to date, root, or pinned to a digest
  1   Stale, or stale below
  2   Broken: a claim about the base is false, or the base was removed
  3   Not checked: no evidence, no access, or no answer in time
  64  Invalid arguments or configuration: nothing was checked
`;
