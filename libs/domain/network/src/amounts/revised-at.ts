import type { RecordedOrder } from '@orderweave/contracts';
import { compareRevisions } from '@orderweave/domain-ordering';

type Dated = Pick<RecordedOrder, 'revision' | 'placedAt'>;

/**
 * When a document came to say what it says now: the later of its own revision and of `notedAt`, when the latest credit note about it was dated or
 * revised. Undefined where that is as old as its placing: in the first version that is known, whenever that was updated (an export touches every
 * order), and where only its value is new, since a rate is no act of the customer. Instants have a fixed width, so their text compares.
 */
export function revisedAt(
  { revision, placedAt }: Dated,
  before: Dated | undefined,
  notedAt: string | undefined = '',
): string | undefined {
  if (!before) return undefined;
  const own = compareRevisions(revision, before.revision) === 0 ? '' : revision.updatedAt;
  const at = own > notedAt ? own : notedAt;
  return at > placedAt ? at : undefined;
}
