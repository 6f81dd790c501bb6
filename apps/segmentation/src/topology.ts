import {
  ClockMoved,
  CustomerActivity,
  CustomerFeedback,
  CustomerProfiled,
  CustomerTransition,
  DayTurned,
  MonthAmountChanged,
} from '@orderweave/contracts';
import { from, on, topology, type Topology } from '@orderweave/stream';
import { hearingFeedback } from './feedback/hearing-feedback.js';
import { ladderHandler, type LadderParts } from './ladder/move-ladder.js';
import { activityHandler, type LedgerParts } from './ledger/apply-activity.js';
import { notingNews } from './segments/note-news.js';
import { notingMoves } from './signals/note-moves.js';

/** Segmentation as one picture: the ledger by customer, the ladder by tenant, the clock and the sweeper. */
export function segmentationTopology(parts: LedgerParts & LadderParts): Topology {
  return topology(
    'segmentation',
    on(CustomerProfiled, CustomerActivity, CustomerFeedback)
      .run(notingMoves(hearingFeedback(notingNews(activityHandler(parts)), parts)))
      .emits(MonthAmountChanged, CustomerTransition),
    // A customer that moved often meanwhile is ranked and measured once.
    on(MonthAmountChanged, DayTurned).run(ladderHandler(parts), { lingers: true }).emits(CustomerTransition),
    from('PUT /v1/clock, ticker').emits(DayTurned, ClockMoved),
    from('sweeper').emits(CustomerTransition),
    from('segments').emits(CustomerTransition),
    from('signals').emits(CustomerTransition),
  );
}
