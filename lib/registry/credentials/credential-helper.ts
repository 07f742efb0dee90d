import { spawn } from 'node:child_process';
import { z } from 'zod';
import type { Credential } from '../transport/auth/credential.ts';

/** A credential helper failed; `message` holds no secret. */
export class CredentialHelperError extends Error {
  override name = 'CredentialHelperError';
}

/** Gets a host's credential from a helper; `undefined` if it has none. Rejects with {@link CredentialHelperError}. */
export type RunHelper = (suffix: string, server: string) => Promise<Credential | undefined>;

const TIMEOUT_MS = 10_000;
const MAX_OUTPUT = 64 * 1024;
const answerSchema = z.looseObject({ Username: z.string().default(''), Secret: z.string() });

/**
 * Runs `docker-credential-<suffix> get` (docker-credential-helpers protocol) without a shell, the host on stdin, for at
 * most `timeoutMs` milliseconds and 64 KiB of output. `env` is the helper's whole environment, including `PATH`.
 */
export function helperRunner(
  env: Readonly<Record<string, string | undefined>>,
  timeoutMs: number = TIMEOUT_MS,
): RunHelper {
  return async (suffix, server) => {
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(suffix)) {
      throw new CredentialHelperError('the name of a credential helper has only letters, digits, - and _');
    }
    const { code, output } = await run(`docker-credential-${suffix}`, server, env, timeoutMs);
    if (code !== 0) {
      // In the protocol only this text distinguishes "none" from "failed".
      if (/credentials not found/i.test(output)) return undefined;
      throw new CredentialHelperError(`docker-credential-${suffix} failed with exit status ${code}`);
    }
    return parseHelperAnswer(suffix, output);
  };
}

/** Parses a helper's answer; the user name `<token>` marks an identity token. Throws {@link CredentialHelperError}. */
export function parseHelperAnswer(suffix: string, output: string): Credential | undefined {
  let json: unknown;
  try {
    json = JSON.parse(output);
  } catch {
    throw new CredentialHelperError(`docker-credential-${suffix} answered with no JSON`);
  }
  const answer = answerSchema.safeParse(json);
  if (!answer.success) {
    throw new CredentialHelperError(`docker-credential-${suffix} answered without a secret`);
  }
  const { Username: username, Secret: secret } = answer.data;
  if (secret === '') return undefined;
  if (username === '<token>') return { type: 'identity-token', token: secret };
  return { type: 'password', username, password: secret };
}

function run(
  program: string,
  input: string,
  env: Readonly<Record<string, string | undefined>>,
  timeoutMs: number,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['get'], {
      // Next.js declares NODE_ENV as always set; a helper does not need it.
      env: { ...env } as NodeJS.ProcessEnv,
      shell: false,
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size <= MAX_OUTPUT) chunks.push(chunk);
      else child.kill('SIGKILL');
    });
    // A helper may end without reading its input: its answer decides.
    child.stdin.on('error', () => undefined);
    child.on('error', () => reject(new CredentialHelperError(`${program} could not be started`)));
    child.on('close', (code, signal) => {
      if (size > MAX_OUTPUT) return reject(new CredentialHelperError(`${program} answered with too much`));
      if (signal) return reject(new CredentialHelperError(`${program} did not answer in time`));
      resolve({ code, output: Buffer.concat(chunks).toString('utf8') });
    });
    child.stdin.end(`${serverUrl(input)}\n`);
  });
}

/** Docker stores the credentials of Docker Hub under its old address. */
function serverUrl(host: string): string {
  return host === 'docker.io' ? 'https://index.docker.io/v1/' : host;
}
