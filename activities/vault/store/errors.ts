/** The transaction did not go through and has left nothing: it can be tried again from its beginning. */
export class DatabaseBusy extends Error {
  override readonly name = 'DatabaseBusy';
}
