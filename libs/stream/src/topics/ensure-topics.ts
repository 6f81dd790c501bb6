import kafkajs, { type Admin } from 'kafkajs';
import type { TopicSettings } from '@orderweave/contracts';
import type { Logger } from 'pino';

/** Creates the topics that are missing and reports, without changing anything, how existing ones differ from what is configured. */
export async function ensureTopics(
  admin: Admin,
  wanted: ReadonlyMap<string, TopicSettings>,
  log: Logger,
): Promise<string[]> {
  const existing = new Set(await admin.listTopics());
  const missing = [...wanted].filter(([topic]) => !existing.has(topic));
  if (missing.length > 0) {
    await admin
      .createTopics({
        waitForLeaders: true,
        topics: missing.map(([topic, { partitions, retentionMs }]) => ({
          topic,
          numPartitions: partitions,
          configEntries: [{ name: 'retention.ms', value: String(retentionMs) }],
        })),
      })
      .catch((error: Error & { type?: string; errors?: { type?: string }[] }) => {
        // Another service may have created them in the meantime.
        const types = error.errors?.map((one) => one.type) ?? [error.type];
        if (!types.every((type) => type === 'TOPIC_ALREADY_EXISTS')) throw error;
      });
  }
  const differences = await compareTopics(admin, new Map([...wanted].filter(([topic]) => existing.has(topic))));
  for (const difference of differences) log.warn(difference);
  return differences;
}

async function compareTopics(admin: Admin, wanted: ReadonlyMap<string, TopicSettings>): Promise<string[]> {
  if (wanted.size === 0) return [];
  const names = [...wanted.keys()];
  const { topics } = await admin.fetchTopicMetadata({ topics: names });
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name, configNames: ['retention.ms'] })),
  });
  const differences: string[] = [];
  for (const { name, partitions } of topics) {
    const settings = wanted.get(name);
    if (settings && partitions.length !== settings.partitions) {
      differences.push(`topic ${name} has ${partitions.length} partitions, configured are ${settings.partitions}`);
    }
  }
  for (const { resourceName, configEntries } of resources) {
    const retention = configEntries.find((entry) => entry.configName === 'retention.ms')?.configValue;
    const settings = wanted.get(resourceName);
    if (settings && retention !== undefined && Number(retention) !== settings.retentionMs) {
      differences.push(
        `topic ${resourceName} keeps its records for ${retention} ms, configured are ${settings.retentionMs}`,
      );
    }
  }
  return differences;
}
