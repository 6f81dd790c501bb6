import {
  segmentLeaves,
  type AttributeName,
  type SegmentCondition,
  type SegmentLeaf,
} from '@orderweave/domain-segmentation';
import type { Language } from '@orderweave/domain-ordering';
import type { ProblemFault } from '@orderweave/service';

/** What the activities that this service receives do not say. */
const UNRECORDED: readonly AttributeName[] = ['city', 'industry', 'company-size'];

const WORDS: Record<Language, { rule: string; remedy: string }> = {
  en: {
    rule: 'is not recorded of customers here, so that nobody or everybody would be in the segment',
    remedy: 'ask for something else',
  },
  'zh-CN': { rule: '系统未记录客户的该项信息，客群将无人或包含所有人', remedy: '请改用其他条件' },
};

/** The places of a valid condition that ask for what is not known of any customer. */
export function unrecordedFaults(condition: SegmentCondition, language: Language): ProblemFault[] {
  return segmentLeaves(condition).flatMap(({ leaf, pointer }) =>
    unrecordedIn(leaf).map((name) => {
      const field = `${pointer}/${name}`;
      return { field, code: 'not-recorded', ...WORDS[language] };
    }),
  );
}

/** The members of a leaf, as pointers from it. */
function unrecordedIn(leaf: SegmentLeaf): string[] {
  if ('attribute' in leaf) return UNRECORDED.includes(leaf.attribute) ? ['attribute'] : [];
  return [];
}
