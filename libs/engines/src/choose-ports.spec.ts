import { describe, expect, it } from '@jest/globals';
import { choosePorts } from './choose-ports.js';

const options = { dir: 'unused', databases: [] };

describe('choosePorts', () => {
  it('has defaults, which options and then the environment override', async () => {
    expect(await choosePorts(options, {})).toEqual({ postgres: 4132, kafka: 4192, kafkaController: 4193 });
    expect(
      await choosePorts({ ...options, postgresPort: 5000, kafkaPort: 5001 }, { ENGINES_KAFKA_PORT: '6000' }),
    ).toEqual({
      postgres: 5000,
      kafka: 6000,
      kafkaController: 6001,
    });
  });

  it('finds free ports for 0, whatever the environment says', async () => {
    const env = { ENGINES_POSTGRES_PORT: '4132', ENGINES_KAFKA_PORT: '4192' };
    const ports = await choosePorts({ ...options, postgresPort: 0, kafkaPort: 0 }, env);
    expect(ports.postgres).toBeGreaterThanOrEqual(15_000);
    expect(ports.kafkaController).toBe(ports.kafka + 1);
  });

  it.each(['kafka', '0', '65535', '41.5'])('refuses %s as a port and names the variable', async (value) => {
    await expect(choosePorts(options, { ENGINES_KAFKA_PORT: value })).rejects.toThrow(
      `ENGINES_KAFKA_PORT is '${value}'`,
    );
  });
});
