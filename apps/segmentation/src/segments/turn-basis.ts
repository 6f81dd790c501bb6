import { attributesMovedByPolicy, MODEL_ATTRIBUTES, type AttributeName } from '@orderweave/domain-segmentation';
import type { Transaction } from '@orderweave/postgres';
import { newestModel, type TenantMoment } from '../models/tenant-moment.js';
import type { SegmentationPolicy } from '../policies/segmentation-policy.js';
import { readSegments, type SegmentRow } from './segment-definition.store.js';
import { attributesOf } from './segment-days.js';
import { beginReview, moveBasis, type SegmentBasis } from './segment-review.store.js';

/** By what customers are judged at a moment. */
export function basisOf(moment: TenantMoment): SegmentBasis {
  return { policy: moment.policy.number, model: newestModel(moment).version };
}

/**
 * Has customers reviewed by the segments that ask for what a policy or a model now in force moves. `before` is held by this transaction; the
 * moment was read after that.
 */
export async function turnBasis(tx: Transaction, before: SegmentBasis, moment: TenantMoment): Promise<void> {
  const { tenant } = moment.policy;
  const now = basisOf(moment);
  if (now.policy === before.policy && now.model === before.model) return;
  const segments = await readSegments(tx, tenant);
  const byPolicy = now.policy === before.policy ? [] : idsOf(segments, movedByPolicy(before.policy, moment));
  const byModel = now.model === before.model ? [] : idsOf(segments, MODEL_ATTRIBUTES);
  if (byPolicy.length + byModel.length > 0) await beginReview(tx, tenant, { byPolicy, byModel });
  await moveBasis(tx, tenant, now);
}

function movedByPolicy(before: number, { policies, policy }: TenantMoment): readonly AttributeName[] {
  const former: SegmentationPolicy | undefined = policies.spans.find((span) => span.policy.number === before)?.policy;
  return former ? attributesMovedByPolicy(former, policy) : [];
}

function idsOf(segments: readonly SegmentRow[], moved: readonly AttributeName[]): string[] {
  return segments
    .filter(({ condition }) => moved.some((name) => attributesOf(condition).has(name)))
    .map(({ segment_id: id }) => id);
}
