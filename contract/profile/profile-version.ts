/** What wrote a version of a profile. */
export const WRITERS = ['login', 'import', 'create', 'save', 'rollback', 'check'] as const;
export type WrittenBy = (typeof WRITERS)[number];

/** A version of a profile that is kept, without the session in it. */
export interface ProfileVersion {
  readonly version: number;
  /** RFC 3339; null for one from before that was noted. */
  readonly written_at: string | null;
  /** Null for one from before that was noted. */
  readonly written_by: WrittenBy | null;
  readonly domains: readonly string[];
  /** Whether it is the one that logins and callers use. */
  readonly is_current: boolean;
}
