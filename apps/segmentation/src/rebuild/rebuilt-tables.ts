/** How a table is made anew from the log, and by what its rows are compared. Every other column is compared. */
export interface RebuiltTable {
  readonly fate: 'rebuilt';
  readonly reason: string;
  /** The primary key; the first column is the tenant. */
  readonly key: readonly string[];
  /** Counts writes and makes the ids of what is told: never goes back, says nothing by itself. */
  readonly counter?: string;
  /** As it happens to be: when something was last looked at, or is next. */
  readonly technical: readonly string[];
  /** As it was published or noted at the time: taken over from the live state, and compared apart. */
  readonly history: readonly string[];
  /** Whether rows stand for themselves in history, also where the log has nothing to say. */
  readonly keepsRows?: true;
  /** The day on which a row is looked at: at once when its history is taken over, as it is judged by that. */
  readonly wake?: string;
  /** What waits for the live service's own work: taken over, not compared. */
  readonly work?: readonly string[];
  /** What the first column of history would be by what is known now, in SQL over a row of the shadow. */
  readonly recomputed?: string;
  /** Which rows say anything; all of them unless told. */
  readonly present?: string;
}

/** A table of which the live one stays in place. `carried`: the handlers judge by it, so the shadow gets a copy. */
export interface StayingTable {
  readonly fate: 'carried' | 'stays';
  readonly reason: string;
}

/** What becomes of every table of the service when its state is rebuilt. */
export const TABLE_FATES: Readonly<Record<string, RebuiltTable | StayingTable>> = Object.freeze({
  ledger_entry: {
    fate: 'rebuilt',
    reason: 'the greatest version of each activity',
    key: ['tenant', 'customer_id', 'order_key'],
    technical: [],
    history: [],
  },
  customer: {
    fate: 'rebuilt',
    reason: 'follows from the ledger, the models and the policies, as of the day of the clock',
    key: ['tenant', 'customer_id'],
    counter: 'version',
    technical: ['evaluated_on', 'wake'],
    history: ['important_months', 'high_days'],
    work: ['signals_stale'],
    wake: 'wake',
  },
  profile: {
    fate: 'rebuilt',
    reason: 'the greatest version of each profile',
    key: ['tenant', 'customer_id'],
    technical: [],
    history: [],
  },
  customer_feedback: {
    fate: 'rebuilt',
    reason: 'the greatest version of each word of feedback; whether it was told is history',
    key: ['tenant', 'customer_id', 'feedback'],
    technical: [],
    history: ['told'],
  },
  month_amount: {
    fate: 'rebuilt',
    reason: 'sums of the ledger',
    key: ['tenant', 'month', 'customer_id'],
    technical: ['version'],
    history: [],
    present: 'amount <> 0',
  },
  month_tier: {
    fate: 'rebuilt',
    reason: 'live and restated tiers follow from the amounts; tiers as first closed are history',
    key: ['tenant', 'month', 'customer_id'],
    counter: 'changes',
    technical: [],
    history: ['final_tier', 'final_amount', 'final_ahead'],
    keepsRows: true,
    recomputed: `coalesce(live_tier, 'D')`,
    present: 'live_tier IS NOT NULL OR final_tier IS NOT NULL',
  },
  customer_window: {
    fate: 'rebuilt',
    reason: 'figures and value bands follow from the ledger; RFM groups are told once a day and stay as they were told',
    key: ['tenant', 'customer_id'],
    counter: 'changes',
    technical: ['due_on'],
    history: ['rfm_group', 'r', 'f', 'm', 'high_noted'],
    present: 'net_amount <> 0 OR purchase_days > 0 OR recent_purchase_days > 0 OR last_purchase_on IS NOT NULL',
  },
  tenant_clock: {
    fate: 'carried',
    reason: 'set by people; the log holds its moves, not which orders came before them',
  },
  turned_day: { fate: 'carried', reason: 'as of which day the live state holds' },
  gap_model: { fate: 'carried', reason: 'trained on what was known at the time; measures are functions of it' },
  policy_version: { fate: 'carried', reason: 'written by people' },
  policy_activation: { fate: 'carried', reason: 'decided by people' },
  policy_audit: { fate: 'carried', reason: 'deeds of people' },
  month_close: { fate: 'carried', reason: 'months as first closed are history' },
  model_pass: { fate: 'stays', reason: 'work under way' },
  pace_watch: { fate: 'stays', reason: 'who was told of already is history; all are looked at again after a switch' },
  segment_definition: { fate: 'stays', reason: 'written by people' },
  segment_member: {
    fate: 'stays',
    reason: 'when and why somebody entered is history; all are judged again after a switch',
  },
  segment_watch: { fate: 'stays', reason: 'makes the ids of what was told' },
  segment_news: { fate: 'stays', reason: 'work under way' },
  segment_pass: { fate: 'stays', reason: 'work under way' },
  segment_basis: { fate: 'stays', reason: 'by which policy and model the members that stay were judged' },
  customer_signal: { fate: 'stays', reason: 'when a signal was given is history; all are judged again after a switch' },
  cluster_version: { fate: 'stays', reason: 'found on what was known at the time' },
  customer_cluster: { fate: 'stays', reason: 'assigned by the newest version, week by week' },
  cluster_pass: { fate: 'stays', reason: 'work under way' },
  signal_watch: { fate: 'stays', reason: 'makes the ids of what was told' },
  signal_news: { fate: 'stays', reason: 'work under way' },
  signal_move: { fate: 'stays', reason: 'work under way' },
  signal_pass: { fate: 'stays', reason: 'work under way' },
  transition: { fate: 'stays', reason: 'what was told is history' },
  rebuild: { fate: 'stays', reason: 'the rebuilds themselves' },
  rebuild_count: { fate: 'stays', reason: 'the rebuilds themselves' },
  rebuild_difference: { fate: 'stays', reason: 'the rebuilds themselves' },
  dead_letter_redrive: { fate: 'stays', reason: 'deeds of people' },
  outbox: { fate: 'stays', reason: 'what is not published yet is published once, by the live service' },
  stream_offset: { fate: 'stays', reason: 'how far the live service has read' },
  schema_migration: { fate: 'stays', reason: 'the schema of the live service' },
});

/** The tables that are made anew, by name. */
export const REBUILT_TABLES: ReadonlyMap<string, RebuiltTable> = new Map(
  Object.entries(TABLE_FATES).filter((entry): entry is [string, RebuiltTable] => entry[1].fate === 'rebuilt'),
);

/** The tables that the shadow has a copy of; those that others refer to come first. */
export const CARRIED_TABLES: readonly string[] = Object.keys(TABLE_FATES).filter(
  (name) => TABLE_FATES[name]!.fate === 'carried',
);
