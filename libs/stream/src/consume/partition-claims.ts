import type { Claim, OffsetStore } from '@orderweave/postgres';

/** A claim and how far this process has come with it. */
export interface OpenClaim {
  readonly claim: Claim;
  /** Raised with every group membership; a claim of an older one is void. */
  readonly generation: number;
  nextOffset: bigint;
  /** Refused by PostgreSQL: another consumer owns the partition; not claimed again before the next generation. */
  lost: boolean;
}

/** The partitions that this process has claimed in PostgreSQL since it last joined its group. */
export class PartitionClaims {
  private readonly open = new Map<string, Promise<OpenClaim>>();
  private memberships = 0;

  constructor(
    private readonly offsets: OffsetStore,
    private readonly owner: string,
  ) {}

  /** Rises with every membership. */
  get generation(): number {
    return this.memberships;
  }

  /** The group was joined anew: whatever was claimed before must be claimed again. */
  renew(): void {
    this.memberships++;
    this.open.clear();
  }

  /** The claim of a partition, made when it is first asked for. */
  of(topic: string, partition: number): Promise<OpenClaim> {
    const key = `${topic}/${partition}`;
    let claim = this.open.get(key);
    if (!claim) {
      claim = this.take(topic, partition);
      this.open.set(key, claim);
      claim.catch(() => this.open.delete(key));
    }
    return claim;
  }

  /** Whether a claim belongs to the present membership and was not refused. */
  holds(claim: OpenClaim): boolean {
    return claim.generation === this.generation && !claim.lost;
  }

  /** Whether a refused claim was taken away for nobody else; then the next `of` claims anew. */
  async isOwnerless({ claim: { topic, partition } }: OpenClaim): Promise<boolean> {
    if (!(await this.offsets.isOwnerless(topic, partition))) return false;
    this.forget(topic, partition);
    return true;
  }

  /** The next `of` claims anew. */
  forget(topic: string, partition: number): void {
    this.open.delete(`${topic}/${partition}`);
  }

  private async take(topic: string, partition: number): Promise<OpenClaim> {
    const { generation } = this;
    const claim = await this.offsets.claim(topic, partition, this.owner);
    return { claim, generation, nextOffset: claim.nextOffset, lost: false };
  }
}
