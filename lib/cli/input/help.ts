/** What `baseboard --help` prints. */
export const HELP = `Says whether container images stand on what their bases are now.

Usage: baseboard check [options] <reference>…

  baseboard check registry.example.com/shop/api:1.4
  baseboard check --file Dockerfile --format sarif > baseboard.sarif
  kubectl get pods -A -o jsonpath='{..image}' | baseboard check --file -

Which images
  <reference>…            As docker pull takes them: debian:12, ghcr.io/team/app@sha256:…
  -f, --file <path>       References from a file, or from standard input with -: one or more a line,
                          image: lines of a compose or Kubernetes file, a Dockerfile's FROMs. Repeatable
      --platform <p>      Judge this platform alone, such as linux/arm64. Repeatable

How they are looked at
  -c, --config <path>     A baseboard.yaml with a registries section: credentials, mirrors, plain HTTP.
                          BASEBOARD_CONFIG does the same. None is read unless it is named.
                          Credentials are found as docker and podman find them, too
      --server <url>      Ask a running Baseboard instead: it has its own credentials, and remembers
                          when a base moved
      --token-file <path> The server's token; BASEBOARD_TOKEN does the same
      --timeout <time>    For everything together: 90s, 5m (the default), 1h

What counts
      --tolerate <what>   stale-config: a base whose layers are the same, with another configuration;
                          stale-by-ancestor: a direct base that is current on one that moved. Repeatable
      --max-behind <time> A base that moved on less than this ago, such as 7d; with --server alone,
                          since only it remembers when that was

What is printed
      --format <format>   text (the default), json or sarif
  -q, --quiet             In text: only images that are not fresh
  -h, --help, --version

Exit codes, the worst image's (2 before 3 before 1 before 0)
  0   Fresh: up to date, root, or pinned to a digest
  1   Stale, or stale below
  2   Broken: what is said of the base is false, or the base is gone
  3   Could not be checked: no evidence, no access, no answer in time
  64  Called in a way that cannot work: nothing was asked
`;
