import { describe, expect, it } from 'vitest';
import { parseReference } from '#lib/oci/reference.ts';
import { createRegistry } from '../client.ts';
import { image, push } from '../memory/image-builder.ts';
import { serveMemoryRegistry } from '../memory/serve.ts';
import type { FindCredential } from '../transport/auth/credential.ts';
import { chosenHosts, credentialsForChosen } from './chosen-hosts.ts';

const LOGIN = { type: 'password', username: 'ci', password: 'a secret of no worth' } as const;

describe('a stored login', () => {
  /** Resolves at a registry that requires credentials, and says whether the client looked for them. */
  async function ask(isChosen: (host: string) => boolean) {
    const { type: _, ...password } = LOGIN;
    const served = await serveMemoryRegistry({ auth: { kind: 'basic', ...password } });
    const reference = `${served.host}/private/base:1`;
    await push(served.registry, reference, image().layer('x', [{ path: 'x', content: 'x' }]));
    let lookedUp = 0;
    const find: FindCredential = async () => {
      lookedUp += 1;
      return LOGIN;
    };
    const client = createRegistry(
      { registries: [{ host: served.host, plainHttp: true }], retries: 0 },
      { credential: credentialsForChosen(find, isChosen) },
    );
    const outcome = await client.resolve(parseReference(reference)).then(
      () => 'resolved',
      (error) => error.kind,
    );
    await client.close();
    await served.close();
    return { outcome, lookedUp: lookedUp > 0 };
  }

  it('is sent to a registry that somebody chose', async () => {
    expect(await ask(() => true)).toEqual({ outcome: 'resolved', lookedUp: true });
  });

  it('is never looked up for one that only a claim names', async () => {
    expect(await ask(() => false)).toEqual({ outcome: 'not-visible', lookedUp: false });
  });
});

it('a choice holds for every spelling of the host and for no other host', () => {
  const isChosen = chosenHosts(['Registry.Example.com:5000', 'index.docker.io']);
  expect(['registry.example.com:5000', 'docker.io', 'registry-1.docker.io'].map(isChosen)).toEqual([
    true,
    true,
    true,
  ]);
  expect(
    ['registry.example.com', 'registry.example.com:5001', 'example.com', 'ghcr.io'].map(isChosen),
  ).toEqual([false, false, false, false]);
});
