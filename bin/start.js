#!/usr/bin/env node
// `npm start`: installs, builds and serves.
import { become, ensureBuild, ensureDependencies } from './prepare.js';

const dev = process.argv.includes('--dev');
ensureDependencies();
if (!dev) ensureBuild();
become('lib/api/server/serve.ts', dev ? ['--dev'] : [], { NODE_ENV: dev ? 'development' : 'production' });
