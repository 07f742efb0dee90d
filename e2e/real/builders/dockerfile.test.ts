// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are Dockerfiles.
import { describe, expect, it } from 'vitest';
import { parsePaste } from '#lib/paste/parse-paste.ts';
import { image, push } from '#lib/registry/memory/image-builder.ts';
import { buildkitMissing } from '../tools/buildkit.ts';
import { buildkitAtMemoryRegistry, SLOW } from './buildkit-at-memory-registry.ts';

const missing = buildkitMissing();

/** `@` stands for the registry. Every stage is used, so BuildKit requests every image. */
const DOCKERFILES: readonly (readonly [string, string])[] = [
  ['nested arguments', 'ARG A=@/t\nARG B=${A}/a:1\nFROM ${B}\nCOPY x /'],
  ['several arguments on one line', 'ARG R=@ V="1" \\\n # a comment\n N=b\nFROM $R/t/$N:$V\nCOPY x /'],
  ['a stage for each platform', 'FROM @/t/a:1 AS stage-amd64\nFROM stage-${TARGETARCH}\nCOPY x /'],
  ['a stage', 'FROM @/t/a:1 AS Build\nFROM @/t/b:1 AS other\nCOPY --from=BUILD / /\nFROM other\nCOPY x /'],
  ['scratch', 'FROM scratch\nCOPY x /'],
  ['quotes', 'ARG A="@/t"/\'a\'\nFROM "$A":1\nCOPY x /'],
  ['modifiers', 'ARG V=v1.0 N=x/a\nFROM @/t/${N##*/}:${V#v}\nCOPY x /'],
  ['a suffix taken away', 'ARG V=1.0.2\nFROM @/t/a:${V%%.*}\nCOPY x /'],
  ['a part replaced', 'ARG V=1-0\nFROM @/t/a:${V/-/.}\nCOPY x /'],
  ['alternatives', 'ARG V=\nFROM @/t/${N:-b}:1${V:+9}${W-}\nCOPY x /'],
  ['another escape', '# escape=`\nARG A=a `\n B=1\nFROM @/t/$A`\n:$B\nCOPY x /'],
  ['a here-document', 'FROM @/t/a:1\nCOPY <<EOF /y\nFROM @/t/b:1\nEOF\n'],
];

describe.skipIf(missing)(
  `a pasted Dockerfile names the images that BuildKit requests${missing ? ` (${missing})` : ''}`,
  () => {
    const open = buildkitAtMemoryRegistry(async ({ registry, host }) => {
      for (const name of ['a:1', 'b:1', 'a:1.0']) {
        const recipe = image().layer('RUN true', [{ path: name.replace(':', '-'), content: name }]);
        await push(registry, `${host}/t/${name}`, recipe);
      }
    });

    it.each(DOCKERFILES)('%s', { timeout: SLOW }, async (_, text) => {
      const { served, buildkit } = open();
      const dockerfile = text.replaceAll('@', served.host);
      served.requests.length = 0;
      const { status, stderr } = await buildkit.tryBuild(dockerfile);
      expect({ status, stderr }).toEqual({ status: 0, stderr: expect.anything() });
      const tags = served.requests.flatMap(
        (line) => /\/v2\/(t\/\w+)\/manifests\/([\w.]+)$/.exec(line)?.slice(1) ?? [],
      );
      const requested = new Set(
        tags.flatMap((each, at) => (at % 2 ? [] : [`${served.host}/${each}:${tags[at + 1]}`])),
      );
      const { images, problems } = await parsePaste(dockerfile);
      expect(problems).toEqual([]);
      expect(new Set(images.map(({ reference }) => reference))).toEqual(requested);
    });
  },
);
