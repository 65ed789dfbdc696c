const MINUTE = 60_000;

/** When agents leave a site in trouble alone. */
export interface CircuitLimits {
  /** So many accounts that meet trouble within so long are no coincidence. One account can be at fault itself, and two can be one person's. */
  readonly accounts: number;
  /** Ms. */
  readonly within: number;
  /** The first pause; each further one in a row is twice as long. Ms. */
  readonly first: number;
  /** No pause is longer. Ms. */
  readonly longest: number;
}
export const CIRCUIT: CircuitLimits = { accounts: 3, within: 10 * MINUTE, first: 5 * MINUTE, longest: 120 * MINUTE };
