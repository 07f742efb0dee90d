/** What `baseboard import --help` prints. */
export const IMPORT_HELP = `Shows which images files declare, and posts them to a Baseboard.

Usage: baseboard import [options] <path>…

  baseboard import .
  baseboard import --compare .
  helm template shop ./chart | baseboard import -
  helm template shop ./chart | baseboard import --server https://baseboard.example.com --source 7c2f… -

Which files
  <path>…                 Files, folders, and - for standard input: Dockerfiles, compose files, bake files
                          in JSON, Kubernetes manifests, kustomizations, Helm charts and values, GitHub
                          workflows, GitLab pipelines, Tekton, dev containers, Quadlet, Nomad, ECS task
                          definitions. At most 500 files of 1 MB each

What to compare
      --compare           Say of each image that a compose or bake file builds whether its Dockerfile names
                          another base by now. The image is checked at its registry
  -c, --config <path>     A baseboard.yaml with a registries section, as for baseboard check

Where to
      --server <url>      Post the images to this Baseboard, if everything could be read
      --source <id>       The source there, of the kind "push". What is posted replaces what it had
      --sequence <n>      A number that grows with each post: an older one is refused. By default, the time
      --every <time>      Expect a post at least this often: from 1m to 31d. The source is failing after twice
                          that time. Without it, the server does not notice that a pipeline stopped
      --token-file <path> A file with the server's token. Or set BASEBOARD_TOKEN
      --timeout <time>    Time limit of the requests: 90s, 5m (the default), 1h

Output
      --format <format>   text (the default) or json
  -h, --help

Exit code
  0   Everything was read, and posted with --server. Names with unknown variables are listed as such
  1   With --compare: an image is to be rebuilt, or a pin to be updated
  3   A file could not be read or compared, no image was found, or posting failed
  64  Invalid arguments: nothing was read
`;
