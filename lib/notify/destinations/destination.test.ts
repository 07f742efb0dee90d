import { describe, expect, it } from 'vitest';
import {
  type Destination,
  fieldsOf,
  isSigned,
  PUBLIC_FIELDS,
  publicPart,
  urlFieldOf,
  type WebhookDestination,
} from './destination.ts';
import { isForPeople, PRESET, PRESETS } from './presets.ts';
import {
  formatDestination,
  parseDestination,
  parsePublicPart,
  storedPublicPart,
} from './stored-destination.ts';

/** A destination of each kind and preset; every value that is no URL names its field. */
const DESTINATIONS: readonly Destination[] = [
  ...PRESET.map((preset) => {
    const fields = Object.entries(fieldsOf(preset)).map(([name, { format }]) => [
      name,
      format === 'url' ? 'https://ci.example:8443/secret' : `a ${name}`,
    ]);
    return { kind: 'webhook', preset, ...Object.fromEntries(fields) } as WebhookDestination;
  }),
  { kind: 'slack', url: 'https://ci.example:8443/secret' },
];

describe('the table of presets', () => {
  it.each(PRESET)('%s: one URL, which is not public, and secrets that are not public', (preset) => {
    const fields = Object.values(fieldsOf(preset));
    expect(fields.filter(({ format }) => format === 'url')).toHaveLength(1);
    for (const field of fields) {
      const secret = field.format === 'url' || field.password === true || field.generated === true;
      expect([field.label, field.public ?? false]).toEqual([field.label, !secret]);
    }
  });

  it('a webhook is signed, starts a pipeline, or is for people', () => {
    expect(PRESET.filter(isSigned)).toEqual(['generic', 'tekton']);
    expect(PRESET.filter(isForPeople)).toEqual(['teams', 'discord', 'ntfy']);
    for (const preset of PRESET)
      expect(PRESETS[preset].startsPipeline).toBe(!isSigned(preset) && !isForPeople(preset));
  });

  it('the public fields keep the names that the API has', () => {
    expect(PUBLIC_FIELDS).toEqual(expect.arrayContaining(['project', 'ref', 'repository', 'workflow']));
  });
});

describe.each(DESTINATIONS)('a destination: %j', (destination) => {
  if (destination.kind === 'email') throw new Error('an e-mail destination is not sealed');

  it('shows of its URL the host alone, and its public fields', () => {
    const shown = publicPart(destination);
    expect(shown.host).toBe('ci.example:8443');
    expect(JSON.stringify(shown)).not.toMatch(/secret|token|signingKey/);
    for (const [name, value] of Object.entries(destination)) {
      if (PUBLIC_FIELDS.some((field) => field === name)) expect(shown).toHaveProperty(name, value);
    }
    expect(destination).toHaveProperty(urlFieldOf(destination), 'https://ci.example:8443/secret');
  });

  it('is stored with a version, and read back', () => {
    const text = formatDestination(destination);
    expect(JSON.parse(text)).toMatchObject({ version: 1 });
    expect(parseDestination(text)).toEqual(destination);
    const shown = publicPart(destination);
    expect(parsePublicPart(storedPublicPart(shown))).toEqual(shown);
  });

  it('is read as it was stored before there was a version', () => {
    expect(parseDestination(JSON.stringify(destination))).toEqual(destination);
    expect(parsePublicPart(publicPart(destination))).toEqual(publicPart(destination));
  });

  it('is not read from another version, or with a field less', () => {
    expect(parseDestination(JSON.stringify({ ...destination, version: 2 }))).toBeUndefined();
    for (const name of Object.keys(destination)) {
      expect(parseDestination(JSON.stringify({ ...destination, [name]: undefined }))).toBeUndefined();
    }
  });
});

it.each([
  '',
  'nonsense',
  'null',
  '[]',
  '{}',
  '{"kind":"pigeon"}',
  '{"kind":"webhook","preset":"constructor"}',
])('%j is no destination', (text) => {
  expect(parseDestination(text)).toBeUndefined();
});

it.each([null, 'text', [], { version: 2 }, { host: 1 }, { recipients: 'a@example.com' }])(
  '%j is no public part',
  (json) => {
    expect(parsePublicPart(json)).toBeUndefined();
  },
);
