/** What an access key may do. `admin` may do everything, `orchestrate` use sessions, `answer` give missing values. */
export type Scope = 'admin' | 'orchestrate' | 'answer';
export const SCOPES = ['admin', 'orchestrate', 'answer'] as const satisfies readonly Scope[];

/** An access key as callers see it: never its secret. */
export interface AccessKeyInfo {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
}
export interface AccessKeyRecord extends AccessKeyInfo {
  readonly created_at: string;
}
/** With the full text of the key, which only this answer contains. */
export interface NewAccessKey extends AccessKeyRecord {
  readonly access_key: string;
}
