import { startOfDay, type Day } from '@orderweave/domain-ordering';
import type { CustomerState } from '../ledger/customer-state.js';
import { newestModel, type TenantMoment } from '../models/tenant-moment.js';
import type { Change, ChangeCause } from '../transitions/change.js';
import { nextChangeDay, type Judgement } from './judge-customer.js';

/** Why and when a judgement differs from the one before, and how it is told. */
export interface Occasion {
  readonly effectiveAt: number;
  readonly cause: (kind: 'stage' | 'risk', from: string | null) => ChangeCause;
  /** Ends the alerts that a mere change of hands would raise. */
  readonly silent?: boolean;
  readonly traceparent?: string;
}

/**
 * Takes a judgement over into the customer's state and returns what changed. A first risk of `healthy` is no change worth telling: the
 * stage says that the customer is new.
 */
export function publishJudgement(
  state: CustomerState,
  judged: Judgement,
  moment: TenantMoment,
  occasion: Occasion,
): Change[] {
  const { day, stage } = judged;
  const risk = judged.risk?.risk ?? null;
  const policy = moment.policies.at(day);
  const settled =
    judged.risk?.alertable ?? day >= moment.models[0]!.tenantFirstDay + policy.stages.risk.youngTenantDays;
  const change = (kind: 'stage' | 'risk', from: string | null, to: string | null): Change => {
    const cause = occasion.cause(kind, from);
    const quiet = kind === 'stage' && isQuiet(from) && isQuiet(to);
    return {
      tenant: state.tenant,
      customerId: state.customerId,
      kind,
      from,
      to,
      effectiveAt: occasion.effectiveAt,
      cause,
      inputs: kind === 'stage' ? judged.stageReasons : judged.riskReasons(),
      alertable: settled && !quiet && !occasion.silent && cause.type !== 'model',
      policyVersion: policy.version,
      modelVersion: judged.risk?.modelVersion ?? newestModel(moment).version,
      orders: { since: 0, until: day },
      version: state.version + 1,
      ...(occasion.traceparent && { traceparent: occasion.traceparent }),
    };
  };
  const changes: Change[] = [];
  if (stage !== state.stage) changes.push(change('stage', state.stage, stage));
  if (risk !== state.risk && !(state.risk === null && risk === 'healthy'))
    changes.push(change('risk', state.risk, risk));
  state.stage = stage;
  state.risk = risk;
  state.evaluatedOn = day;
  return changes;
}

/** Works out when the customer is to be judged again. A wake-up that is near enough stays: moving it would cost an index entry. */
export function scheduleNext(state: CustomerState, moment: TenantMoment): void {
  const evaluatedOn = state.evaluatedOn ?? moment.day;
  state.modelVersion = newestModel(moment).version;
  state.deadline = nextChangeDay(state, evaluatedOn, moment);
  if (state.version === 0) {
    // A close or a model that was committed meanwhile could not see this customer's row: look again the next day.
    state.wake = Math.max(evaluatedOn, moment.day) + 1;
    return;
  }
  const near =
    state.wake !== null && state.wake > moment.day && (state.deadline === null || state.wake <= state.deadline);
  if (!near) state.wake = state.deadline;
}

/** The local midnight at which a day begins on the tenant's clock. */
export function midnight(day: Day, moment: TenantMoment): number {
  return startOfDay(day, moment.policy.timeZone);
}

function isQuiet(stage: string | null): boolean {
  return stage === 'growing' || stage === 'mature';
}
