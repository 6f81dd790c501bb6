import { gapsOf, modelCurves, typicalGap, type CustomerFacts, type GapModel } from '@orderweave/domain-segmentation';
import type { TenantMoment } from '../models/tenant-moment.js';

/** The facts with what a model says of them. */
export function factsByModel(facts: CustomerFacts, model: GapModel, { policy }: TenantMoment): CustomerFacts {
  const { curves: _curves, ...known } = facts;
  const days = facts.orders.filter(({ purchase }) => purchase).map(({ placedOn }) => placedOn);
  return {
    ...known,
    typicalGap: typicalGap(gapsOf(days), model.tenantMedianGap),
    ...(model.churn && { curves: modelCurves(days, model.churn, policy.stages.risk) }),
  };
}
