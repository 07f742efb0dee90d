import { expect, it } from 'vitest';
import { accessIn } from './kubeconfig.ts';

const config = (user: object, cluster: object = {}, more: object = {}) =>
  JSON.stringify({
    'current-context': 'prod',
    contexts: [
      { name: 'dev', context: { cluster: 'd', user: 'd' } },
      { name: 'prod', context: { cluster: 'p', user: 'p' } },
    ],
    clusters: [{ name: 'p', cluster: { server: 'https://10.0.0.1:6443', ...cluster } }],
    users: [{ name: 'p', user }],
    ...more,
  });

it('takes the server, the authorities and the token of the current context', () => {
  const data = { 'certificate-authority-data': btoa('-----BEGIN CERTIFICATE-----') };
  const expected = { server: 'https://10.0.0.1:6443', ca: '-----BEGIN CERTIFICATE-----', token: 'secret' };
  expect(accessIn(config({ token: 'secret' }, data))).toEqual(expected);
  expect(accessIn(config({ token: 'secret' }))).toEqual({ ...expected, ca: '' });
});

it.each<[string, string]>([
  ['a: b: c', 'not valid YAML'],
  ['just text', 'no current context'],
  [config({ token: 'x' }, {}, { 'current-context': 'other' }), 'no server for the context other'],
  [config({ token: 'x' }, { 'insecure-skip-tls-verify': true }), 'turns off the check'],
  [config({ token: 'x' }, { 'certificate-authority': 'ca.crt' }), 'kubectl config view --raw --flatten'],
  [config({ token: 'x' }, { 'certificate-authority-data': '%' }), 'not base64'],
  [config({ exec: { command: 'aws' } }), 'The user p logs in by running a program'],
  [config({ 'client-certificate-data': 'x' }), 'only baseboard.yaml can name'],
  [config({ tokenFile: '/t' }), 'its token in another file'],
  [config({}), 'The user p has no token'],
])('%s is refused', (text, problem) => {
  expect(accessIn(text)).toMatchObject({ problem: expect.stringContaining(problem) });
});
