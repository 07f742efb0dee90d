import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** A test that takes longer hangs. Tests do not fail because the machine is busy. */
const HANGS_MS = 60_000;

/** Rooms whose tests use PostgreSQL, start servers or change globals. */
const WITH_SERVICES = ['lib/{store,fleet,jobs,api}/**/*.test.ts', 'e2e/real/**/*.test.ts'];

export default defineConfig({
  test: {
    testTimeout: HANGS_MS,
    hookTimeout: HANGS_MS,
    // Tests wait for PostgreSQL and for registries as much as they compute.
    maxWorkers: Math.max(2, availableParallelism()),
    projects: [
      {
        extends: true,
        test: { name: 'services', include: WITH_SERVICES, globalSetup: 'lib/store/testing-servers.ts' },
      },
      {
        extends: true,
        // Nothing here changes globals, so test files share their worker's modules.
        test: {
          name: 'pure',
          include: ['{lib,components,bin}/**/*.test.{ts,tsx}'],
          exclude: [...WITH_SERVICES, '**/node_modules/**'],
          isolate: false,
        },
      },
    ],
  },
});
