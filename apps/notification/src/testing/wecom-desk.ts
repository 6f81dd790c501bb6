import { NO_TEAM, type SalesTeam } from '@orderweave/domain-notification';
import { eventually } from '@orderweave/testing';
import { saveTeam } from '../team/sales-team.store.js';
import { deliveryRig } from './delivery-rig.js';
import { startFakeTool } from './tools/fake-tool.js';
import { wecomRules } from './tools/wecom-rules.js';

/** Deliveries of `default` to a salesperson's WeCom robot. */
export async function wecomDesk() {
  const rig = await deliveryRig();
  const tool = await startFakeTool(wecomRules('key-1'));
  const sql = async (text: string) => (await rig.database.pool.query<Record<string, unknown>>(text)).rows;
  const team = (more: Partial<SalesTeam>) => saveTeam(rig.database, 'default', { ...NO_TEAM, ...more }, 'spec');
  return {
    ...{ rig, tool, sql, team },

    /** As at the beginning: nothing sent, no alert, nothing known of the team, one robot of li.wei. */
    async reset(): Promise<void> {
      tool.accepted.length = 0;
      // The worker may hold rows in another order.
      await eventually(() => sql('TRUNCATE alert, alert_outcome, task, endpoint, delivery, tenant_clock CASCADE'));
      const url = `${tool.base}/cgi-bin/webhook/send?key=key-1`;
      await rig.add('wecom', { url }, { id: 'ep_1', person: 'li.wei' });
    },

    async close(): Promise<void> {
      await tool.close();
      await rig.end();
    },
  };
}

export type WecomDesk = Awaited<ReturnType<typeof wecomDesk>>;
