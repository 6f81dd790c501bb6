import { DeadLetterTables1766500000000 } from '@orderweave/service';
import { FeedbackTables1765000000000 } from './feedback-tables.js';
import { ClusterTables1765100000000 } from './cluster-tables.js';
import { ModelTables1764000000000 } from './model-tables.js';
import { PolicyTables1763700000000 } from './policy-tables.js';
import { RebuildTables1764300000000 } from './rebuild-tables.js';
import { SegmentBasisTable1766100000000 } from './segment-basis-table.js';
import { SegmentNewsMoment1766800000000 } from './segment-news-moment.js';
import { SegmentTables1763900000000 } from './segment-tables.js';
import { SegmentationTables1760000000000 } from './segmentation-tables.js';
import { SignalMoveTable1766300000000 } from './signal-move-table.js';
import { SignalRevisionColumns1766700000000 } from './signal-revision-columns.js';
import { SignalTables1764200000000 } from './signal-tables.js';
import { TransitionTable1766200000000 } from './transition-table.js';
import { TurnedDayTable1766900000000 } from './turned-day-table.js';
import { WindowTables1763800000000 } from './window-tables.js';

/** All of the service's migrations, oldest first. */
export const SEGMENTATION_MIGRATIONS = [
  SegmentationTables1760000000000,
  PolicyTables1763700000000,
  WindowTables1763800000000,
  SegmentTables1763900000000,
  ModelTables1764000000000,
  SignalTables1764200000000,
  RebuildTables1764300000000,
  FeedbackTables1765000000000,
  ClusterTables1765100000000,
  SegmentBasisTable1766100000000,
  TransitionTable1766200000000,
  SignalMoveTable1766300000000,
  DeadLetterTables1766500000000,
  SignalRevisionColumns1766700000000,
  SegmentNewsMoment1766800000000,
  TurnedDayTable1766900000000,
];
