import { registrySourceSchema } from '#lib/sources/source.ts';
import { SOURCE_KIND } from '#lib/sources/source-kind.ts';

const kinds = registrySourceSchema.options
  .map(({ shape }) => `${''.padEnd(26)}${shape.kind.value.padEnd(12)} ${SOURCE_KIND[shape.kind.value]}`)
  .join('\n');

/** What `baseboard sources --help` prints. */
export const SOURCES_HELP = `Shows which images a source would track, and how many requests that takes. Stores nothing.

Usage: baseboard sources preview [options] [<file>]

  baseboard sources preview --kind registry --registry registry.example.com:5000
  baseboard sources preview --kind harbor --with registry=harbor.example.com --with project=shop
  baseboard sources preview source.yaml

Which source
  <file>                  A source in YAML or JSON: name, kind, config, select. Use - for standard input
      --kind <kind>       The kind of registry:
${kinds}
      --with <key=value>  A setting of the kind. Repeatable
      --registry <host>   The same as --with registry=<host>

How to list it
      --requests <n>      Stop after this many requests, and estimate the rest: 1000 (the default)
  -c, --config <path>     A baseboard.yaml with a registries section, as for baseboard check
      --token-file <path> A file with the token that lists the registry. Without it, the login of docker
                          or podman for the registry is used; for ecr, the AWS_* variables
      --timeout <time>    Time limit of the whole preview: 90s, 5m (the default), 1h

Output
      --format <format>   text (the default) or json
  -h, --help

Exit code
  0   The listing is complete
  3   It is not: the reasons are listed
  64  Invalid arguments or configuration: nothing was listed
`;
