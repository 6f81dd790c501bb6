/** A customer's tier in one month. A–C come from the ladder of net amounts; D is a known customer without a positive amount in the month. */
export type Tier = 'A' | 'B' | 'C' | 'D';

/** The tiers that the ladder gives. */
export type LadderTier = Exclude<Tier, 'D'>;
