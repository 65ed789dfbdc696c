/** What the logins of an agent have learned from their success; addresses without query, names of fields, never a value. */
export interface LearnedRecipeInfo {
  readonly auth_agent_id: string;
  readonly domain: string;
  readonly profile_name: string;
  /** Where the first form was found; null where the agent has a `login_url`, or where the form is not always there. */
  readonly login_url: string | null;
  /** An address behind the login from which a browser without a session is redirected to the first form. */
  readonly session_url: string | null;
  /** The forms that were filled, page by page, by the names of their fields. */
  readonly pages: readonly {
    readonly host: string;
    readonly path: string;
    readonly forms: readonly { readonly fields: readonly string[] }[];
  }[];
  readonly learned_at: string;
}
