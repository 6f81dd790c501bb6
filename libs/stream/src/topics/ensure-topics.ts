import { setTimeout as sleep } from 'node:timers/promises';
import type { TopicSettings } from '@orderweave/contracts';
import kafkajs, { type Admin, type ITopicMetadata } from 'kafkajs';
import type { Logger } from 'pino';

const READY_WITHIN_MS = 60_000;

/** Creates the topics that are missing and reports, without changing anything, how existing ones differ from what is configured. */
export async function ensureTopics(
  admin: Admin,
  wanted: ReadonlyMap<string, TopicSettings>,
  log: Logger,
): Promise<string[]> {
  const existing = new Set(await admin.listTopics());
  const missing = [...wanted].filter(([topic]) => !existing.has(topic));
  if (missing.length > 0) await createTopics(admin, missing);
  const metadata = await topicsWithLeaders(admin, [...wanted.keys()]);
  const differences = [...partitionDifferences(metadata, wanted), ...(await retentionDifferences(admin, wanted))];
  for (const difference of differences) log.warn(difference);
  return differences;
}

async function createTopics(admin: Admin, missing: readonly (readonly [string, TopicSettings])[]): Promise<void> {
  const topics = missing.map(([topic, { partitions, retentionMs }]) => ({
    topic,
    numPartitions: partitions,
    configEntries: [{ name: 'retention.ms', value: String(retentionMs) }],
  }));
  try {
    await admin.createTopics({ waitForLeaders: false, topics });
  } catch (error) {
    // Another service, started at the same time, may have created some of them in the meantime.
    const { errors = [], type } = error as { errors?: { type?: string }[]; type?: string };
    const types = errors.length > 0 ? errors.map((one) => one.type) : [type];
    if (!types.every((one) => one === 'TOPIC_ALREADY_EXISTS')) throw error;
  }
}

/** A topic that was just created is not known to every broker at once. */
async function topicsWithLeaders(admin: Admin, topics: string[]): Promise<ITopicMetadata[]> {
  for (const deadline = Date.now() + READY_WITHIN_MS; ; await sleep(100)) {
    try {
      const { topics: found } = await admin.fetchTopicMetadata({ topics });
      if (found.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))) return found;
      if (Date.now() > deadline) throw new Error(`no leaders for ${topics.join(', ')} within ${READY_WITHIN_MS} ms`);
    } catch (error) {
      if ((error as { retriable?: boolean }).retriable !== true || Date.now() > deadline) throw error;
    }
  }
}

function partitionDifferences(found: readonly ITopicMetadata[], wanted: ReadonlyMap<string, TopicSettings>): string[] {
  return found.flatMap(({ name, partitions }) => {
    const configured = wanted.get(name)?.partitions;
    if (configured === undefined || partitions.length === configured) return [];
    return `topic ${name} has ${partitions.length} partitions, configured are ${configured}`;
  });
}

async function retentionDifferences(admin: Admin, wanted: ReadonlyMap<string, TopicSettings>): Promise<string[]> {
  const type = kafkajs.ConfigResourceTypes.TOPIC;
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [...wanted.keys()].map((name) => ({ type, name, configNames: ['retention.ms'] })),
  });
  return resources.flatMap(({ resourceName, configEntries }) => {
    const kept = configEntries.find((entry) => entry.configName === 'retention.ms')?.configValue;
    const configured = wanted.get(resourceName)?.retentionMs;
    if (kept === undefined || configured === undefined || Number(kept) === configured) return [];
    return `topic ${resourceName} keeps its records for ${kept} ms, configured are ${configured}`;
  });
}
