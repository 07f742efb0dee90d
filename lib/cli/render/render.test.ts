import { createRequire } from 'node:module';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FRESHNESS } from '#lib/lineage/vocabulary/freshness.ts';
import { STATUS } from '#lib/lineage/vocabulary/status.ts';
import { VERIFICATION } from '#lib/lineage/vocabulary/verification.ts';
import type { DescribedBase, DescribedLineage } from '#lib/lineage/words/described-lineage.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { type Checked, outcomeOf } from '../judging/check-result.ts';
import { checkReport, renderJson } from './json.ts';
import { renderSarif } from './sarif.ts';
import { findingOf, RULES } from './sarif-rules.ts';
import { paintFor, printable } from './terminal.ts';
import { renderText } from './text.ts';

const schema = createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(schema);

const RUN = { version: '1.2.3', endedAt: new Date('2026-06-01T00:00:00Z') };
const PLAIN = { paint: paintFor(false, {}), quiet: false };
const ESC = '\u001b';
/** Clears the screen, reverses text, hides characters, breaks lines. */
const HOSTILE = `a${ESC}[2J${ESC}]8;;http://evil\u0007\u009b31m\u202egnp.exe\u2066\u200b\r\n\u2028\u{e0041}[x](y)\\`;

function checked(
  given: Partial<DescribedLineage> = {},
  words = 'text',
  more: Partial<Checked> = {},
): Checked {
  const base: DescribedBase = {
    ...{ name: `registry.test/${words}`, digest: null, currentDigest: null, evidence: [], conflict: false },
    ...{ freshness: 'stale', verification: 'verified', newerTag: null, behindSince: null, reason: words },
    platforms: ['stale' as const, 'unknown' as const].map((freshness) => ({
      ...{ platform: words, freshness, verification: 'verified', claimedDigest: null, currentDigest: null },
      ...{ baseLayers: null, appLayers: null, reason: `${freshness} ${words}` },
    })),
  };
  const link = { reference: words, digest: null, mediaType: null, created: null, platforms: [] };
  const lineage: DescribedLineage = {
    ...{ reference: words, digest: null, checkedAt: '2026-06-01T00:00:00.000Z', status: 'stale' },
    ...{
      summary: words,
      links: [
        { ...link, base },
        { ...link, base: null },
      ],
      end: 'unresolvable',
    },
    ...given,
  };
  return {
    target: { reference: words, place: undefined },
    ...{ lineage, outcome: outcomeOf(lineage.status), tolerated: false, error: null, failures: [] },
    ...more,
  };
}

describe('text for a terminal', () => {
  it('contains no control sequences, whatever a name or a reason contains', () => {
    const text = renderText([checked({}, HOSTILE)], PLAIN);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(text).toContain('\\u{1b}[2J');
    const lines = text.split('\n').length;
    expect(renderText([checked({}, 'plain')], PLAIN).split('\n')).toHaveLength(lines);
    for (const json of [
      renderJson([checked({}, HOSTILE)], '1.2.3'),
      renderSarif([checked({}, HOSTILE)], RUN),
    ]) {
      expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }
  });

  it('is any text without unsafe characters, and does not change plain text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
    );
    expect(printable('`debian:12` moved. Größe → 日本')).toBe('`debian:12` moved. Größe → 日本');
  });

  it.each([
    [true, {}, true],
    [true, { NO_COLOR: '' }, true],
    [true, { NO_COLOR: '1' }, false],
    [true, { TERM: 'dumb' }, false],
    [false, {}, false],
  ])('is coloured on a terminal (%s) with %j: %s', (terminal, env, coloured) => {
    const text = renderText([checked()], { paint: paintFor(terminal, env), quiet: false });
    expect(text.includes(ESC)).toBe(coloured);
  });

  it('contains status, sentence, chain and reasons', () => {
    expect(renderText([checked({ reference: 'registry.test/app:1', summary: 'It moved.' })], PLAIN)).toBe(
      [
        '◷ Stale  registry.test/app:1',
        '  It moved.',
        '  └ based on registry.test/text:latest  stale, verified',
        '    text  stale, verified',
        '    text  unknown, verified',
        '  The rest of the chain is not known: the images below could not be checked.',
        '  Why: text',
        '  Why: text: stale text',
        '  Why: text: unknown text',
        '',
      ].join('\n'),
    );
  });

  it('contains the tag’s own digest, and the kind of each digest', () => {
    const [own = null, claimed, index, manifest] = ['a', 'b', 'c', 'd'].map(
      (hex): Digest => `sha256:${hex.repeat(64)}`,
    );
    const link = checked().lineage.links[0];
    const base = link?.base && {
      ...link.base,
      ...{ digest: claimed, digestKind: 'manifest', currentDigest: index, currentDigestKind: 'index' },
      platforms: [
        {
          ...link.base.platforms[0],
          ...{ claimedDigest: claimed, claimedDigestKind: 'manifest', currentDigest: manifest },
        },
      ],
    };
    const links = [{ ...link, mediaType: MEDIA_TYPE.ociIndex, base }] as DescribedLineage['links'];
    const lines = renderText([checked({ links, digest: own })], PLAIN).split('\n');
    expect(lines).toContain(`  index ${own}`);
    expect(lines).toContain(`    index: now ${index}`);
    expect(lines).toContain(`    text: claimed ${claimed}, now ${manifest}`);
  });

  it('contains when the base moved, if that is known', () => {
    const link = checked().lineage.links[0];
    const base = link?.base && { ...link.base, behindSince: '2026-05-20T10:00:00.000Z' };
    const links = link && base ? [{ ...link, base }] : [];
    expect(renderText([checked({ links })], PLAIN)).toContain('stale, verified, behind since 2026-05-20');
  });

  it('leaves out fresh images if it is quiet, and marks tolerated ones', () => {
    const fresh = checked({ status: 'up-to-date', reference: 'registry.test/fresh:1' });
    const tolerated = checked({}, 'text', { tolerated: true });
    const all = renderText([fresh, tolerated], PLAIN);
    expect(all).toContain('registry.test/fresh:1');
    expect(all).toContain('(tolerated)');
    expect(all).toContain('2 images: 1 up to date, 1 stale');
    expect(renderText([fresh], { ...PLAIN, quiet: true })).toBe('');
  });
});

describe('JSON', () => {
  it('is the contract’s lineage with its outcome, and escapes do not change its value', () => {
    const hostile = checked({ reference: 'registry.test/app:1', summary: HOSTILE });
    const { items } = checkReport.parse(JSON.parse(renderJson([hostile], '1.2.3')));
    expect(items[0]?.summary).toBe(HOSTILE);
    expect(items[0]?.outcome).toBe('stale');
  });
});

describe('SARIF', () => {
  const log = (...each: Checked[]) => JSON.parse(renderSarif(each, RUN));

  it('is valid for every status, freshness and verification, with a result if the image is not fresh', () => {
    for (const status of STATUS) {
      for (const freshness of FRESHNESS) {
        for (const verification of VERIFICATION) {
          const link = checked().lineage.links[0];
          const base = link?.base && { ...link.base, freshness, verification };
          const links = link && base ? [{ ...link, base }] : [];
          const each = checked({ status, links }, HOSTILE, { failures: [HOSTILE] });
          const made = log(each);
          expect(validate(made), JSON.stringify(validate.errors)).toBe(true);
          const { results } = made.runs[0];
          expect(results).toHaveLength(each.outcome === 'fresh' ? 0 : 1);
          for (const result of results) {
            expect(RULES[result.ruleIndex]?.id).toBe(result.ruleId);
            expect(result.level).toBe(each.outcome === 'broken' ? 'error' : 'warning');
          }
        }
      }
    }
  });

  it('is invalid without a tool: the schema is really checked', () => {
    const made = log(checked());
    delete made.runs[0].tool;
    expect(validate(made)).toBe(false);
  });

  it('names the line of a file, or the reference as a path that cannot be read as a URL scheme', () => {
    const place = { path: 'deploy/my images.txt', line: 7 };
    const target = { reference: '127.0.0.1:5000/app:1', place };
    const location = (each: Checked) => log(each).runs[0].results[0].locations[0];
    expect(location(checked({}, 'x', { target })).physicalLocation).toEqual({
      artifactLocation: { uri: 'deploy/my%20images.txt' },
      region: { startLine: 7 },
    });
    const bare = location(checked({}, 'x', { target: { ...target, place: undefined } }));
    expect(bare.physicalLocation.artifactLocation.uri).toBe('127.0.0.1%3A5000/app%3A1');
    expect(bare.logicalLocations[0].fullyQualifiedName).toBe('127.0.0.1:5000/app:1');
  });

  it('computes the fingerprint from the image and the kind of finding, not from digests', () => {
    const print = (given: Partial<DescribedLineage>, words = 'x') =>
      log(checked(given, words)).runs[0].results[0].partialFingerprints['baseboard/v1'];
    const digest = `sha256:${'a'.repeat(64)}` as const;
    expect(print({ digest, summary: 'later' })).toBe(print({}));
    expect(print({}, 'y')).not.toBe(print({}));
    expect(print({ status: 'unknown' })).not.toBe(print({}));
  });

  it('leaves out tolerated images, and reports that some images could not be checked', () => {
    const made = log(
      checked({}, 'x', { outcome: 'fresh', tolerated: true }),
      checked({ status: 'unknown' }, 'y', { failures: ['registry.test: resolve of y failed'] }),
    ).runs[0];
    expect(made.results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(['unknown']);
    expect(made.invocations[0]).toMatchObject({
      executionSuccessful: false,
      exitCode: 3,
      toolExecutionNotifications: [{ level: 'error' }],
    });
  });

  it('has a rule for every kind of broken image', () => {
    const link = checked().lineage.links[0];
    const broken = (more: Partial<DescribedBase>) =>
      findingOf({
        ...checked({ status: 'broken' }).lineage,
        links: link?.base ? [{ ...link, base: { ...link.base, ...more } }] : [],
      });
    expect(broken({ conflict: true })).toBe('conflict');
    expect(broken({ verification: 'contradicted', freshness: 'up-to-date' })).toBe('contradicted');
    for (const freshness of FRESHNESS.filter((each) => each.endsWith('-gone'))) {
      expect(broken({ freshness })).toBe(freshness);
    }
  });
});
