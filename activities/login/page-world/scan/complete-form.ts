import type { FieldRole, FormClass } from '../view.js';
import type { Control, Field, Group } from './model.js';

/** A group whose fields have their roles. */
export interface CompleteForm {
  readonly group: Group;
  readonly parts: Parts;
  readonly submit: Control | null;
}

/** The fields of a group by their roles. */
export interface Parts {
  class: FormClass;
  identifier: Field | null;
  password: Field | null;
  /** One field, or the boxes of a segmented code in typing order. */
  otp: Field[];
  roles: Map<Field, FieldRole>;
  /** Names that were given; the others follow from what the fields say. */
  names?: Map<Field, string>;
}
