/** The transaction did not go through and has left nothing: it can be tried again from its beginning. */
export class DatabaseBusy extends Error {
  override readonly name = 'DatabaseBusy';

  /** @param why a word of ours, where it is known: others were in the way, or the server is away */
  constructor(readonly why: string | null = null) {
    super();
  }
}
