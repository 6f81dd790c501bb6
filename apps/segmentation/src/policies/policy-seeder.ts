import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { completePolicy, diffPolicies } from '@orderweave/domain-segmentation';
import { Database } from '@orderweave/postgres';
import { LOGGER } from '@orderweave/service';
import type { Logger } from 'pino';
import { recordDeed } from './policy-audit.store.js';
import { PolicyDirectory } from './policy-directory.js';
import { readVersion, seedVersion } from './policy-version.store.js';

/** Makes what the environment says of a tenant's policy its first version, once. From then on the versions decide. */
@Injectable()
export class PolicySeeder implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly policies: PolicyDirectory,
    @Inject(LOGGER) private readonly log: Pick<Logger, 'warn'>,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const { tenant } of this.policies.all()) await this.seed(tenant);
  }

  private async seed(tenant: string): Promise<void> {
    const document = this.policies.seed(tenant);
    await this.database.transaction(async (tx) => {
      if (await seedVersion(tx, tenant, document, 'environment')) {
        const actor = { tenant, name: 'environment', role: 'system' };
        return recordDeed(tx, actor, { action: 'seeded', version: 1, from: 0 });
      }
      const first = await readVersion(tx, tenant, 1);
      const changed = diffPolicies(completePolicy(first?.document), document).map(({ path }) => path);
      if (changed.length === 0) return;
      this.log.warn(
        { tenant, changed },
        'the environment differs from policy version 1, which stays: save a new version',
      );
    });
  }
}
