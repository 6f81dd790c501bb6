import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parseDay, startOfDay, type Day } from '@orderweave/domain-ordering';
import { evaluateSegment, type SegmentCondition } from '@orderweave/domain-segmentation';
import { TenantMoments } from '../models/tenant-moments.js';
import { PolicyActivator } from '../policies/policy-activator.js';
import { PolicyEditor } from '../policies/policy-editor.js';
import { seedVersion } from '../policies/policy-version.store.js';
import { buildActivity } from '../testing/build-activity.js';
import { SegmentationRig, TENANT } from '../testing/segmentation-rig.js';
import { readFactsPage } from './customer-facts.store.js';
import { readSegments } from './segment-definition.store.js';
import { SegmentEditor } from './segment-editor.js';
import { SegmentSweeper } from './segment-sweeper.js';
import { countSegmentWork } from './segment-work.store.js';
import { factsOn } from './turn-cause.js';

/** A Wednesday. */
const DAY = parseDay('2026-03-04');
const ACTOR = { tenant: TENANT, name: 'ana', role: 'analyst' };
const ZONE = 'Asia/Shanghai';

describe('segments when a policy or a model turns', () => {
  let rig: SegmentationRig;
  beforeAll(async () => {
    rig = await SegmentationRig.start();
  });
  afterAll(() => rig.stop());
  beforeEach(async () => {
    await rig.clear();
    await rig.database.transaction((tx) => seedVersion(tx, TENANT, rig.policies.seed(TENANT), 'environment'));
    await rig.turnTo(DAY);
  });

  const create = async (name: string, condition: SegmentCondition) =>
    (await new SegmentEditor(rig.database).create(ACTOR, { name, condition })).segment_id;
  const sweeper = (moments = new TenantMoments(rig.policies, () => 0)) =>
    new SegmentSweeper(rig.database, moments, () => 0, 4);
  async function judge(): Promise<void> {
    await Promise.all([sweeper().sweep(), sweeper().sweep()]);
    await rig.sweep();
    expect(await countSegmentWork(rig.database)).toBe(0);
    await expectMembersFit();
  }
  const told = () =>
    rig.transitions
      .filter(({ kind }) => kind === 'segment')
      .map(({ customerId, label, cause, alertable, effectiveAt }) => {
        return `${customerId} ${label} ${cause.type} ${cause.ref} ${alertable ? 'alertable' : 'silent'} ${effectiveAt}`;
      })
      .sort();
  const midnight = (day: Day) => new Date(startOfDay(day, ZONE)).toISOString();
  /** Customers with so many purchase days, a week apart, the last one today. */
  async function customers(purchaseDays: Record<string, number>): Promise<void> {
    await rig.ledger(
      Object.entries(purchaseDays).flatMap(([customerId, count]) =>
        Array.from({ length: count }, (_, week) =>
          buildActivity({ customerId, order: `web/${customerId}-${week}`, day: DAY - 7 * week, amount: '50' }),
        ),
      ),
    );
    await rig.moveLadder();
  }
  async function activate(document: object, from: Day): Promise<void> {
    const { version } = await new PolicyEditor(rig.database, rig.policies).save(ACTOR, { document, basedOn: 1 });
    const activator = new PolicyActivator(rig.database, rig.policies, () => 0);
    await activator.activate(ACTOR, { version, at: startOfDay(from, ZONE) });
  }
  async function expectMembersFit(): Promise<void> {
    const moment = (await new TenantMoments(rig.policies, () => 0).load(rig.database, [TENANT])).get(TENANT)!;
    const facts = await readFactsPage(rig.database, { moment, goods: true }, { after: '', limit: 100 });
    for (const { segment_id: id, condition } of await readSegments(rig.database, TENANT)) {
      const fitting = [...facts]
        .filter(([, known]) => evaluateSegment(condition, factsOn(known, condition, moment.day, moment), moment.day))
        .map(([customerId]) => customerId);
      const rows = await rig.rows<{ id: string }>(
        'SELECT customer_id AS id FROM segment_member WHERE segment_id = $1 ORDER BY id',
        [id],
      );
      expect(rows.map((row) => row.id)).toEqual(fitting.sort());
    }
  }

  it('1. are judged by a policy on the day of which it is in force, nobody else being told', async () => {
    await customers({ a: 1, b: 2, c: 3, d: 4, e: 5 });
    await create('frequent', { attribute: 'frequency', op: 'eq', value: 'frequent' });
    await create('not so', { and: [{ attribute: 'frequency', op: 'ne', value: 'frequent' }] });
    await create('silent', { attribute: 'silence-days', op: 'gte', value: 90 });
    await judge();
    rig.transitions.length = 0;
    await activate({ frequency: { frequentFrom: 3 } }, DAY + 2);
    await rig.turnTo(DAY + 1);
    await judge();
    expect(told()).toEqual([]);
    await rig.turnTo(DAY + 2);
    await judge();
    const at = midnight(DAY + 2);
    expect(told()).toEqual([`c entered policy policy-2 alertable ${at}`, `c left policy policy-2 alertable ${at}`]);
    rig.transitions.length = 0;
    await judge();
    await rig.turnTo(DAY + 3);
    await judge();
    expect(told()).toEqual([]);
  });

  it('2. come to the same when the service ends in the middle of it', async () => {
    const all = Object.fromEntries(Array.from({ length: 15 }, (_, index) => [`c${10 + index}`, 3]));
    await customers({ ...all, z: 1 });
    await create('frequent', { attribute: 'frequency', op: 'eq', value: 'frequent' });
    await judge();
    rig.transitions.length = 0;
    await activate({ frequency: { frequentFrom: 3 } }, DAY + 1);
    await rig.turnTo(DAY + 1);
    const moments = new TenantMoments(rig.policies, () => 0);
    const ending = sweeper(moments);
    const load = moments.load.bind(moments);
    let loads = 0;
    moments.load = (tx, tenants) => {
      // Twice to look for what has turned; then with the first customers.
      if (++loads === 3) ending.stop();
      return load(tx, tenants);
    };
    await ending.sweep();
    expect((await rig.rows('SELECT 1 FROM segment_member')).length).toBe(4);
    expect(await rig.rows('SELECT cursor FROM segment_basis')).toEqual([{ cursor: 'c13' }]);
    await judge();
    expect(told()).toEqual(
      Object.keys(all).map((id) => `${id} entered policy policy-2 alertable ${midnight(DAY + 1)}`),
    );
  });

  it('3. find the signals of another policy, and forget those of the one before', async () => {
    // Weekly for long, the last three gaps nearly twice as long.
    const days = [0, 13, 26, 39, ...Array.from({ length: 12 }, (_, week) => 46 + 7 * week)];
    await rig.ledger(
      days.map((ago) => buildActivity({ customerId: 'a', order: `web/a-${ago}`, day: DAY - ago, amount: '50' })),
    );
    await rig.moveLadder();
    await create('troubled', { attribute: 'signals', op: 'in', values: ['rhythm-lengthens'] });
    await judge();
    expect(told()).toHaveLength(1);
    rig.transitions.length = 0;
    await activate({ signals: { rhythm: { ratio: 5 } } }, DAY + 1);
    await rig.turnTo(DAY + 1);
    await judge();
    expect(told()).toEqual([`a left policy policy-2 alertable ${midnight(DAY + 1)}`]);
  });

  it('4. are judged by a model as soon as it is in use, which alerts nobody', async () => {
    await customers({ a: 1, b: 4 });
    await create('overdue', { attribute: 'overdue', op: 'gt', value: 0.5 });
    await judge();
    await rig.turnTo(DAY + 1);
    await judge();
    rig.transitions.length = 0;
    // Who ordered once has the typical gap of the tenant: two days from now on.
    await rig.rows(
      `INSERT INTO gap_model (tenant, version, from_day, median_gap, first_day, training)
       SELECT tenant, version + 1, $1, 1.5, first_day, training FROM gap_model ORDER BY version DESC LIMIT 1`,
      [DAY + 1],
    );
    await judge();
    expect(told()).toEqual([`a entered model gap-2 silent ${midnight(DAY + 1)}`]);
  });
});
