import { readFileSync } from 'node:fs';
import type { RunningBaseboard } from '../e2e/server.ts';

/** A JSON call to a running Baseboard; throws on an error answer. */
export async function ask<T>(
  server: RunningBaseboard,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await fetch(`${server.url}${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** Tracks the references and waits until each has a verdict; returns the seconds that took. */
export async function trackAll(server: RunningBaseboard, references: readonly string[]): Promise<number> {
  const began = performance.now();
  await ask(server, 'POST', '/api/v1/images', { references });
  await until(async () => {
    const { byStatus } = await ask<{ byStatus: Record<string, number> }>(server, 'GET', '/api/v1/fleet');
    return (byStatus.pending ?? 0) === 0;
  });
  return (performance.now() - began) / 1000;
}

/** Scans everything again and waits for the end; returns the seconds that took. */
export async function rescanAll(server: RunningBaseboard): Promise<number> {
  const began = performance.now();
  const { id } = await ask<{ id: string }>(server, 'POST', '/api/v1/scans', {});
  await until(async () => {
    const scan = await ask<{ total: number; done: number; failed: number }>(
      server,
      'GET',
      `/api/v1/scans/${id}`,
    );
    return scan.done + scan.failed >= scan.total;
  });
  return (performance.now() - began) / 1000;
}

async function until(holds: () => Promise<boolean>, timeoutMs = 600_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`still waiting after ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Resident memory of a process in MB (Linux), the kernel's own count. */
export function residentMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
