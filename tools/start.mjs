#!/usr/bin/env node
// `npm start`: installs and builds what is missing, then launches; the launcher's options follow `--`.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, giveUp, prepare } from './install.mjs';
import { root } from './projects.mjs';

prepare();
if (!build()) giveUp('The build failed; the compiler says above where.');
// In this very process: so Ctrl-C and the exit status need no passing on.
await import(pathToFileURL(join(root, 'apps/launcher/dist/main.js')).href);
