/** What `baseboard agent --help` prints. */
export const AGENT_HELP = `Tells a Baseboard server what a cluster runs, for clusters that the server cannot reach. Follows the
cluster and posts the whole picture after each change. Names, namespaces, images, digests and numbers
of pods leave the cluster; nothing else does.

Usage: baseboard agent --server <url> --source <id> --cluster <name> [options]

  baseboard agent --server https://baseboard.example.com --source 0b9f… --cluster prod --token-file token

Where to post
      --server <url>      The address of your Baseboard
      --source <id>       The id of a source of the kind push
      --token-file <path> A file with the server's token. Or set BASEBOARD_TOKEN

Which cluster
      --cluster <name>    What it is called in Baseboard
      --kubeconfig <path> A kubeconfig with a token or a client certificate. Without it, the service
                          account of the pod that this program runs in is used
      --context <name>    A context of the kubeconfig other than its current one
      --namespace <name>  Only these namespaces, by name or as a pattern such as team-*. Repeatable
      --exclude-namespace <name>
                          Not these. Repeatable
      --hash-namespaces <path>
                          Post a keyed hash of each namespace instead of its name. The file has the key;
                          with another key the namespaces get other names

When
      --once              List the cluster once, post, and end
      --every <time>      Post at least this often: 10m (the default), from 1m to 1d. With --once: how often
                          you run it; without --every, the server does not notice missing posts
      --timeout <time>    With --once: the time limit: 90s, 5m (the default), 1h
  -h, --help

Exit code
  0   Posted; without --once, stopped by a signal
  3   The cluster could not be read completely, or the server did not accept the picture
  64  Invalid arguments or configuration: nothing was read
`;
