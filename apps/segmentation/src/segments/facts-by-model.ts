import {
  gapsOf,
  modelCurves,
  typicalGap,
  valueCurve,
  type CustomerFacts,
  type GapModel,
} from '@orderweave/domain-segmentation';
import type { TenantMoment } from '../models/tenant-moment.js';

/** The facts with what a model says of them. */
export function factsByModel(facts: CustomerFacts, model: GapModel, { policy, day }: TenantMoment): CustomerFacts {
  const { curves: _curves, ...known } = facts;
  const days = facts.orders.filter(({ purchase }) => purchase).map(({ placedOn }) => placedOn);
  const { churn, spend } = model;
  return {
    ...known,
    typicalGap: typicalGap(gapsOf(days), model.tenantMedianGap),
    ...(churn && {
      curves: {
        ...modelCurves(days, churn, policy.stages.risk),
        ...(spend && { 'clv-12m': valueCurve(facts.orders, { churn, spend }, day) }),
      },
    }),
  };
}
