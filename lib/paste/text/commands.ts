import { imageOfRun, positionals, valuesOf } from './command-options.ts';
import { shellCommands } from './shell-words.ts';

/** What the commands of a line name: images, a list that follows as output, or nothing to track. */
export type CommandFinding =
  | { readonly kind: 'image'; readonly text: string; readonly command: string }
  | { readonly kind: 'listing' | 'nothing'; readonly command: string };

const DOCKER = [
  'docker',
  'podman',
  'nerdctl',
  'buildah',
  'finch',
  'ctr',
  'crictl',
  'crane',
  'gcrane',
  'skopeo',
];
const OTHER = [
  'kubectl',
  'oc',
  'helm',
  'docker-compose',
  'cosign',
  'syft',
  'grype',
  'trivy',
  'k3s',
  'minikube',
];
const TOOLS = new Set([...DOCKER, ...OTHER]);

/** A line that starts with a tool for images, after a prompt, `sudo` and variables. */
const COMMAND = new RegExp(
  `^(?:[$>%][ \\t]+)?(?:\\w+=\\S*[ \\t]+)*(?:sudo[ \\t]+(?:-\\w+[ \\t]+)*)?(?:${[...TOOLS].join('|')})(?=[ \\t])`,
);

/** Sub-commands by what their arguments are: all images, or the first one. */
const ALL = new Set(
  'pull push tag inspect history save rmi tree from copy cp sync delete list-tags remove rm untag'.split(' '),
);
const FIRST = new Set(
  'digest manifest config validate export mutate flatten blob verify attest sign'.split(' '),
);
const RUN = new Set(['run', 'create']);
const LISTING = new Set('images ps ls list get template config'.split(' '));
const NESTED = new Set('compose service stack image images container'.split(' '));
const GROUPS = new Set(['image', 'images', 'container', 'containers', 'i', 'c', 'manifest']);

/** True for a line that is a command of docker, kubectl and the like. */
export function isCommand(line: string): boolean {
  return COMMAND.test(line.trimStart());
}

/** True for a line with a prompt, whatever its command. */
export function hasPrompt(line: string): boolean {
  return /^\s*\$[ \t]+\S/.test(line);
}

/** The images that the commands of a line name. */
export function readCommands(line: string): CommandFinding[] {
  const text = line.trim().replace(/^[$>%][ \t]+/, '');
  return shellCommands(text).flatMap((words) => {
    const tool = words.findIndex((word) => TOOLS.has(word.split('/').at(-1) ?? ''));
    const isPrefix = words
      .slice(0, Math.max(tool, 0))
      .every((word) => /^(?:sudo|time|exec|-\w+|\w+=.*)$/.test(word));
    if (tool < 0 || !isPrefix) return [];
    return readCommand(words[tool]?.split('/').at(-1) ?? '', words.slice(tool + 1));
  });
}

function readCommand(tool: string, words: readonly string[]): CommandFinding[] {
  const [first = '', second = ''] = positionals(words);
  const sub = GROUPS.has(first) && second !== '' && !isNoun(tool, first, second) ? second : first;
  const isNested = second !== '' && (first !== sub || NESTED.has(first));
  const command = `${tool} ${isNested ? `${first} ${second}` : first}`.trim();
  const isListing = LISTING.has(sub) || (NESTED.has(first) && LISTING.has(second));
  const args = words.slice(words.indexOf(sub) + 1);
  const image = (text: string): CommandFinding => ({
    kind: 'image',
    text: text.replace(/^docker:\/\//, ''),
    command,
  });
  if (tool === 'kubectl' || tool === 'oc') return readKubectl(first, args, command, image);
  if (tool === 'syft' || tool === 'grype') return [image(first)];
  if (tool === 'trivy')
    return first === 'image' && second !== '' ? [image(second)] : [{ kind: 'nothing', command }];
  if (tool === 'helm' || tool === 'docker-compose') {
    return [{ kind: LISTING.has(first) ? 'listing' : 'nothing', command }];
  }
  if (RUN.has(sub)) {
    const text = tool === 'ctr' ? positionals(args)[0] : imageOfRun(args);
    return text === undefined ? [{ kind: 'nothing', command }] : [image(text)];
  }
  const named = positionals(args).filter(
    (text) => !/^(?:oci|dir|docker-archive|docker-daemon|containers-storage):/.test(text),
  );
  if (ALL.has(sub) && named.length > 0)
    return (tool.endsWith('crane') && sub === 'pull' ? named.slice(0, 1) : named).map(image);
  if (FIRST.has(sub) && named[0] !== undefined) return [image(named[0])];
  return [{ kind: isListing ? 'listing' : 'nothing', command }];
}

/** `crane manifest app:1` and `podman image ls`: whether the first word is the command itself. */
function isNoun(tool: string, first: string, second: string): boolean {
  return (tool.endsWith('crane') && first === 'manifest') || (first === 'images' && !/^[a-z]+$/.test(second));
}

/** `run --image`, `create deployment --image`, `debug --image`, and `set image deployment/web app=nginx:1`. */
function readKubectl(
  sub: string,
  args: readonly string[],
  command: string,
  image: (text: string) => CommandFinding,
): CommandFinding[] {
  const named = valuesOf(args, 'image');
  if (sub === 'set' && args.includes('image')) {
    named.push(
      ...args.flatMap((word) => (/^[^-=][^=]*=/.test(word) ? [word.slice(word.indexOf('=') + 1)] : [])),
    );
  }
  if (named.length > 0) return named.map(image);
  return [{ kind: sub === 'get' ? 'listing' : 'nothing', command }];
}
