/**
 * What a login takes note of while it runs: which rule decided what, and why. Closed codes and counts only: never the text of a page, never
 * an address, never what is typed.
 */

/** Where in a login something was decided; a room of the engine each. */
export type TraceStage = 'open' | 'read' | 'fill' | 'judge' | 'session' | 'evidence' | 'recipes';

/** What decided. */
export type TraceRule =
  | 'way_in'
  | 'find_login'
  | 'prepare_form'
  | 'open_values'
  | 'claim_code'
  | 'arm_attempt'
  | 'type_and_submit'
  | 'verdict'
  | 'prove_session'
  | 'abort';

/** What came of it. */
export type TraceReason =
  | 'checkpoint'
  | 'given_address'
  | 'recipe'
  | 'home_page'
  | 'form'
  | 'session'
  | 'external_action'
  | 'failed'
  | 'opened'
  | 'empty'
  | 'refused_before'
  | 'ready'
  | 'changed'
  | 'covered'
  | 'missing'
  | 'not_allowed'
  | 'code'
  | 'wait'
  | 'armed'
  | 'looked_at'
  | 'revoked'
  | 'submitted'
  | 'grown'
  | 'not_sent'
  | 'input'
  | 'refused'
  | 'authenticated'
  | 'saved'
  | 'not_kept'
  | 'cancel'
  | 'shutdown'
  | 'time_out';

/** Counts and flags, by closed names. */
export type TraceFacts = Readonly<
  Partial<Record<'fields' | 'buttons' | 'forms' | 'rivals' | 'looks' | 'ways' | 'status' | 'refused_fields', number>> &
    Partial<Record<'known_browser' | 'appended_code' | 'pop_up', boolean>>
>;

export interface TraceEntry {
  /** Ms since the epoch. */
  readonly at: number;
  readonly stage: TraceStage;
  readonly rule: TraceRule;
  readonly reason: TraceReason;
  readonly facts: TraceFacts;
}
