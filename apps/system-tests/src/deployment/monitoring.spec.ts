import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { readCompose, readText, shippedCode } from './compose.fixture.js';

const { services } = readCompose();
const built = Object.keys(services).filter((name) => services[name]!.build);

describe('what is measured', () => {
  it('is asked of every service, under its name and port', () => {
    const config = parse(readText('deploy/prometheus/prometheus.yml')) as {
      scrape_configs: { static_configs: { targets: string[]; labels: { service: string } }[] }[];
    };
    const asked = config.scrape_configs.flatMap(({ static_configs: configs }) => configs);
    const expected = built.map((service) => {
      const port = services[service]!.environment!['PORT'];
      return { targets: [`${service}:${port}`], labels: { service } };
    });
    expect(asked).toEqual(expected);
  });

  it.each(['deploy/prometheus/rules.yml', 'deploy/grafana/dashboards/orderweave.json'])(
    '%s names metrics that a service has',
    (file) => {
      const code = shippedCode([...built.map((service) => `apps/${service}`), 'libs/service', 'libs/stream']);
      const named = [...readText(file).matchAll(/orderweave_[a-z_]+/g)].map(([name]) =>
        name.replace(/_(bucket|sum|count)$/, ''),
      );
      expect(named.length).toBeGreaterThan(5);
      expect([...new Set(named)].filter((name) => !code.includes(`'${name}'`))).toEqual([]);
    },
  );
});
