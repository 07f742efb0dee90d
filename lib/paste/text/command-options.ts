/** Options of `docker run` and `podman run` that take no value; every other one does, or has it after `=`. */
const RUN_SWITCHES = new Set(
  `detach interactive tty rm init privileged read-only publish-all no-healthcheck oom-kill-disable quiet
   disable-content-trust use-api-socket help replace rmi no-hosts no-hostname env-host unsetenv-all read-only-tmpfs
   tls-verify http-proxy passwd sig-proxy all-tags all`.split(/\s+/),
);
const RUN_SHORT_SWITCHES = 'ditPq';

/** Options with a value of the commands that fetch, push or read images, and of the tools before their command. */
const VALUED = new Set(
  `platform arch os variant creds authfile cert-dir policy retry retry-delay decryption-key user username password
   format output type config host context log-level namespace root runroot url connection cgroup-manager
   storage-driver address src-creds dest-creds set-platform entrypoint cmd label annotation append workdir tag
   certificate-identity certificate-oidc-issuer certificate-identity-regexp certificate-oidc-issuer-regexp key
   severity template timeout local hosts-dir snapshotter runtime-endpoint image-endpoint kubeconfig`.split(
    /\s+/,
  ),
);
const VALUED_SHORT = 'Hcnfolsukt';

/** The words of a command that are no options, and no values of options, as commands on images write them. */
export function positionals(words: readonly string[]): string[] {
  return withoutOptions(words, (option) => VALUED.has(option), VALUED_SHORT).rest;
}

/** The first word of `docker run` after its options: the image. Undefined if there is none, or a root file system. */
export function imageOfRun(words: readonly string[]): string | undefined {
  if (words.includes('--rootfs')) return undefined;
  const takesValue = (option: string) => !RUN_SWITCHES.has(option);
  return withoutOptions(words, takesValue, undefined, true).rest[0];
}

/** The values of one long option, written `--image=x` or `--image x`. */
export function valuesOf(words: readonly string[], option: string): string[] {
  return words.flatMap((word, index) => {
    if (word.startsWith(`--${option}=`)) return [word.slice(option.length + 3)];
    const next = words[index + 1];
    return word === `--${option}` && next !== undefined ? [next] : [];
  });
}

/**
 * Leaves out options and their values. `takesValue` decides for long ones; short ones take a value if they are among
 * `valuedShort`, or, without it, unless they are a switch of `run`. `untilFirst` stops at the first other word.
 */
function withoutOptions(
  words: readonly string[],
  takesValue: (option: string) => boolean,
  valuedShort: string | undefined,
  untilFirst = false,
): { rest: string[] } {
  const rest: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') return { rest: [...rest, ...words.slice(at + 1)] };
    if (!word.startsWith('-') || word === '-') {
      rest.push(word);
      if (untilFirst) return { rest };
    } else if (word.startsWith('--')) {
      if (!word.includes('=') && takesValue(word.slice(2))) at += 1;
    } else if (shortTakesNext(word.slice(1), valuedShort)) at += 1;
  }
  return { rest };
}

/** Of `-dp 80:80` the `p` takes the next word; of `-p80:80` it has its value already. */
function shortTakesNext(letters: string, valued: string | undefined): boolean {
  for (const [index, letter] of [...letters].entries()) {
    const takes = valued === undefined ? !RUN_SHORT_SWITCHES.includes(letter) : valued.includes(letter);
    if (takes) return index === letters.length - 1;
  }
  return false;
}
