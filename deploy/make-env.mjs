#!/usr/bin/env node
// Writes .env and deploy/notification.env for docker-compose.yml with fresh secrets, and shows the API key once: `node deploy/make-env.mjs`.
// A file that is there already stays as it is.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const FILES = [
  { name: '.env', example: '../.env.example', target: '../.env' },
  { name: 'deploy/notification.env', example: './notification.env.example', target: './notification.env' },
];
const apiKey = randomBytes(32).toString('base64url');
const sha256 = createHash('sha256').update(apiKey).digest('hex');
const entry = { name: 'admin', sha256, tenant: 'default', role: 'admin', channels: ['*'] };
const secrets = {
  API_KEYS: () => `'${JSON.stringify([entry])}'`,
  NOTIFICATION_KEYS: () => randomBytes(32).toString('base64'),
};
const password = () => randomBytes(24).toString('base64url');

const written = FILES.filter(({ name, example, target }) => {
  const text = readFileSync(new URL(example, import.meta.url), 'utf8').replace(
    /^(\w+)=$/gm,
    (_, variable) => `${variable}=${(secrets[variable] ?? password)()}`,
  );
  try {
    writeFileSync(new URL(target, import.meta.url), text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    console.error(`${name} is there already. Remove it to make new secrets (and the volumes that hold the old ones).`);
    return false;
  }
}).map(({ name }) => name);
if (written.length === 0) process.exit(1);
console.log(`Wrote ${written.join(' and ')}.`);
if (written.includes('.env'))
  console.log(`The API key of tenant default, role admin, is shown this once:

  ${apiKey}

Send it as: Authorization: Bearer <key>.`);
console.log('Next: docker compose up --build');
