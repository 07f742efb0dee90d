import { expect, it } from 'vitest';
import { NEW_HOOK, requestOf } from './hook-draft.ts';

it('a request leaves out what is empty, and what its kind does not have', () => {
  const draft = { ...NEW_HOOK, name: 'ours', registry: ' ', map: '\n', serviceAccount: 'a@b.test' };
  expect(requestOf(draft)).toEqual({ name: 'ours', kind: 'distribution' });
  expect(requestOf({ ...draft, kind: 'gar' })).toMatchObject({ serviceAccount: 'a@b.test' });
});

it('each line maps a name; one without = maps to nothing, for the server to refuse', () => {
  const map = 'registry:5000 = registry.example.com\n\n art.test/local=docker.art.test \nnothing';
  expect(requestOf({ ...NEW_HOOK, map }).map).toEqual({
    'registry:5000': 'registry.example.com',
    'art.test/local': 'docker.art.test',
    nothing: '',
  });
});
