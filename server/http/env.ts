/** What the parts of one request hand on to each other. */
export interface Env {
  Variables: { caller: string };
}
