import type { FieldRole } from './view.js';

/** One CSS selector, or several of which each leads into the open shadow roots of what the one before it found. */
export type SelectorPath = readonly string[];

export interface ProposedField {
  readonly name: string;
  readonly role: Exclude<FieldRole, 'new_password'>;
  /** Alternatives. Each has one member, or one for each box of a segmented code. */
  readonly at: readonly (readonly SelectorPath[])[];
}

/** A form that a recipe describes. It counts only if all of it exists, is visible and of the right kind. */
export interface ProposedForm {
  /** Alternatives for the box that holds the form; null where that is the document. */
  readonly container: readonly SelectorPath[] | null;
  readonly fields: readonly ProposedField[];
  /** Alternatives for what is pressed; null leaves it to discovery. */
  readonly submit: readonly SelectorPath[] | null;
}
