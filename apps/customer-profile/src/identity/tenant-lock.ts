import { statement, type Transaction } from '@orderweave/postgres';

/** `shared`: documents join and found customers. `exclusive`: customers merge and split, identifiers become shared. */
export type IdentityMode = 'shared' | 'exclusive';

/** Thrown by work that turns out to need the exclusive lock. */
export class NeedsExclusiveError extends Error {
  override name = 'NeedsExclusiveError';
}

/** Thrown by work that read what another batch has changed in the meantime. */
export class RaceLostError extends Error {
  override name = 'RaceLostError';
}

const SHARED_ATTEMPTS = 3;
const LOCK = {
  shared: statement('identity.lock-shared', 'SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 7302))'),
  exclusive: statement('identity.lock-exclusive', 'SELECT pg_advisory_xact_lock(hashtextextended($1, 7302))'),
};

/**
 * Runs a batch's work on one tenant under the tenant's identity lock. Many batches hold it shared; a batch that must merge or split
 * needs it alone. A shared lock cannot be raised without two of them waiting for each other for ever, so such a batch goes back to its
 * savepoint, which gives up the lock and every row that it took, and begins again under the exclusive one, reading anew.
 * A batch with several tenants calls this in the order of their names.
 */
export async function underIdentityLock<T>(
  tx: Transaction,
  tenant: string,
  work: (mode: IdentityMode) => Promise<T>,
): Promise<T> {
  let mode: IdentityMode = 'shared';
  for (let attempt = 1; ; attempt++) {
    const held = mode;
    try {
      return await tx.nested(() => {
        tx.write(LOCK[held], [tenant]);
        return work(held);
      });
    } catch (error) {
      const raced = error instanceof RaceLostError || isUniqueViolation(error);
      if (mode === 'exclusive' || !(raced || error instanceof NeedsExclusiveError)) throw error;
      if (!raced || attempt >= SHARED_ATTEMPTS) mode = 'exclusive';
    }
  }
}

/** Another batch wrote the same row first; the savepoint makes the transaction usable again. */
function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === '23505';
}
