import { defineConfig } from 'vitest/config';

/** A test that takes this long hangs; a busy machine is no reason to fail. */
const HANGS_MS = 60_000;

export default defineConfig({ test: { testTimeout: HANGS_MS, hookTimeout: HANGS_MS } });
