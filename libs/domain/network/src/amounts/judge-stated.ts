import type { RecordedOrder } from '@orderweave/contracts';
import { compareRevisions } from '@orderweave/domain-ordering';

type Stated = Pick<RecordedOrder, 'revision' | 'value'>;

/**
 * How a stated revision stands to the one in force: newer, older, or the very same. The same revision with a value supersedes the one
 * without: that is how an order is valued once the rate comes.
 */
export function judgeStated(stated: Stated, inForce: Stated | undefined): 'newer' | 'older' | 'same' {
  if (!inForce) return 'newer';
  const order = compareRevisions(stated.revision, inForce.revision);
  if (order !== 0) return order > 0 ? 'newer' : 'older';
  return stated.value !== undefined && inForce.value === undefined ? 'newer' : 'same';
}
