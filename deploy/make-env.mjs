#!/usr/bin/env node
// Writes .env for docker-compose.yml with fresh secrets, and shows the API key once: `node deploy/make-env.mjs`.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
const target = new URL('../.env', import.meta.url);
const apiKey = randomBytes(32).toString('base64url');
const sha256 = createHash('sha256').update(apiKey).digest('hex');
const entry = { name: 'admin', sha256, tenant: 'default', role: 'admin', channels: ['*'] };
const text = example.replace(/^(\w+)=$/gm, (_, name) =>
  name === 'API_KEYS' ? `${name}='${JSON.stringify([entry])}'` : `${name}=${randomBytes(24).toString('base64url')}`,
);
try {
  writeFileSync(target, text, { flag: 'wx', mode: 0o600 });
} catch (error) {
  if (error.code !== 'EEXIST') throw error;
  console.error('.env is there already. Remove it to make new secrets (and the volumes that hold the old ones).');
  process.exit(1);
}
console.log(`Wrote .env. The API key of tenant default, role admin, is shown this once:

  ${apiKey}

Send it as: Authorization: Bearer <key>. Next: docker compose up --build`);
