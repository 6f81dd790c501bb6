import { Problem, type ProblemParts } from '@orderweave/service';

/** What a problem says in Chinese; what is left out is as in English. */
export type ChineseParts = Partial<Pick<ProblemParts, 'title' | 'detail' | 'faults'>>;

/** A problem in English that can be told in Chinese too; whoever answers the request knows which is wanted. */
export class WordedProblem extends Problem {
  constructor(
    parts: ProblemParts,
    private readonly chinese: ChineseParts,
  ) {
    super(parts);
  }

  /** The same problem in Chinese. */
  inChinese(): Problem {
    return new Problem({ ...this.parts, ...this.chinese });
  }
}
