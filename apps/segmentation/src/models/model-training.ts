import type { Day } from '@orderweave/domain-ordering';
import {
  fitGammaGamma,
  trainChurnModel,
  type ErlangOrder,
  type GammaGammaFit,
  type RepeatSpend,
  type Training,
} from '@orderweave/domain-segmentation';

/** What a training is made from: plain data, so that it can go to another thread. */
export interface TrainingInput {
  /** Distinct purchase days of each customer, ascending. */
  histories: readonly (readonly Day[])[];
  /** Of customers with a repeat purchase day. */
  spends: readonly RepeatSpend[];
  asOf: Day;
  firstDay: Day;
  kInUse: ErlangOrder | null;
}

/** What a training came to; kept as JSON, where a figure that could not be had is null. */
export interface ModelTraining extends Training {
  /** The model of spend; null when nobody bought twice. Used for the value to come only. */
  spend: GammaGammaFit | null;
}

/** Trains the models of purchases and of spend. Takes seconds for tens of thousands of customers: not for a thread that serves. */
export function trainModels({ spends, ...data }: TrainingInput): ModelTraining {
  return { ...trainChurnModel(data), spend: fitGammaGamma(spends) };
}
