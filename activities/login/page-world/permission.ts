/** What a page that asks for consent says that an application may do, beyond knowing who the user is. */
export type Permission =
  | 'mail'
  | 'contacts'
  | 'calendar'
  | 'files'
  | 'act'
  | 'always'
  | 'attributes'
  /** It lets another device in. */
  | 'device'
  /** It joins two accounts. */
  | 'link'
  /** It is given for everybody of an organization. */
  | 'admin';
