#!/usr/bin/env node
// `npm run worker`: adds a worker on the same DATABASE_URL.
import { become, ensureDependencies } from './prepare.js';

ensureDependencies();
become('lib/jobs/worker.ts', [], { NODE_ENV: 'production' });
