import { expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { answerInput, layersInput, parseLayersInput } from './layers-input.ts';

const stack = (...words: string[]): Digest[] => words.map((word) => digestOf(word));

it('a question about layers differs from a tag, and another answer is another value', () => {
  const layers = stack('a', 'b');
  expect(parseLayersInput(layersInput(layers))).toEqual(layers);
  expect(parseLayersInput('registry.test/app:1')).toBeUndefined();
  const image = (name: string, tracked = true) => ({
    reference: parseReference(name),
    platform: 'linux/amd64',
    digest: digestOf(name),
    diffIds: stack('a'),
    tracked,
    since: '2026-06-01T00:00:00.000Z',
  });
  const one = [image('registry.test/os:1')];
  const two = [...one, image('registry.test/os:2')];
  expect(answerInput([])).toBeNull();
  expect(answerInput(one)).toBe(answerInput([...one]));
  expect(answerInput(one)).not.toBe(answerInput(two));
  expect(answerInput(one)).not.toBe(answerInput([image('registry.test/os:1', false)]));
});
