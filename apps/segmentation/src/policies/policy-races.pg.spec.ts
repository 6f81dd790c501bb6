import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parseDay } from '@orderweave/domain-ordering';
import { Problem } from '@orderweave/service';
import { buildActivity } from '../testing/build-activity.js';
import { SegmentationRig, TENANT } from '../testing/segmentation-rig.js';
import { PolicyActivator } from './policy-activator.js';
import { PolicyEditor } from './policy-editor.js';
import { seedVersion } from './policy-version.store.js';

const START = parseDay('2025-01-01');
const ACTOR = { tenant: TENANT, name: 'ana', role: 'analyst' };
const DAYS = 25;

let rig: SegmentationRig;
beforeAll(async () => void (rig = await SegmentationRig.start()));
afterAll(() => rig.stop());

it('lets replicas activate, withdraw and roll back while days turn and sweepers work, and days that have begun keep their policy', async () => {
  const editor = new PolicyEditor(rig.database, rig.policies);
  // Two replicas: what one has activated the other finds out.
  const activators = [1, 2].map(() => new PolicyActivator(rig.database, rig.policies, () => 0));
  await rig.database.transaction((tx) => seedVersion(tx, TENANT, rig.policies.seed(TENANT), 'environment'));
  for (const newDays of [1, 5, 9]) await editor.save(ACTOR, { document: { stages: { newDays } } });
  await rig.turnTo(START);
  await rig.ledger(
    Array.from({ length: 100 }, (_, index) =>
      buildActivity({ customerId: `c${index}`, order: `web/${index}`, day: START, amount: '1' }),
    ),
  );
  const begun = new Map<number, string>();
  let changed = 0;
  for (let round = 1; round <= DAYS; round++) {
    // In every fifth round nobody else has a say, so that every version comes into force whoever wins the races.
    const alone = round % 5 === 0;
    if (alone) await activators[0]!.activate(ACTOR, { version: 1 + ((round / 5) % 4) });
    const deeds = (alone ? [] : activators).flatMap((activator, replica) => [
      activator.activate(ACTOR, { version: 1 + ((round + replica) % 4) }),
      activator.rollBack(ACTOR, {}),
      activator.withdraw(ACTOR, { version: 1 + ((round + replica) % 3) }),
    ]);
    const [results] = await Promise.all([Promise.allSettled(deeds), rig.turnTo(START + round, { sweepers: 3 })]);
    for (const result of results) {
      // What a deed finds undone or gone is told as a problem, not as a deadlock.
      if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(Problem);
      else changed++;
    }
    const timeline = await rig.policies.timeline(rig.database, TENANT);
    begun.set(round, timeline.at(START + round).version);
  }
  const timeline = await rig.policies.timeline(rig.database, TENANT);
  for (const [round, version] of begun) expect([round, timeline.at(START + round).version]).toEqual([round, version]);
  expect(changed).toBeGreaterThan(DAYS);
  expect(new Set(begun.values()).size).toBe(4);
  await rig.turnTo(START + DAYS + 1);
  const { newDays } = timeline.at(START + DAYS + 1).stages;
  expect(await rig.rows('SELECT stage, count(*)::int AS customers FROM customer GROUP BY stage')).toEqual([
    { stage: DAYS + 1 <= newDays ? 'new' : 'mature', customers: 100 },
  ]);
  expect(await rig.rows('SELECT * FROM model_pass')).toEqual([]);
});
