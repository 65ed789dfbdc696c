import type { AgentAuthInvocation, PendingField } from '../../client/index.js';

const showField = ({ placeholder, hint, options, ...field }: PendingField) => ({
  ...field,
  ...(placeholder === null ? {} : { placeholder }),
  ...(hint === null ? {} : { hint }),
  ...(options === null ? {} : { options }),
});

/** Without the place of the operator's artefacts, which is a path on a worker's machine. */
export const showInvocation = ({ artefact: _, ...state }: AgentAuthInvocation) => ({
  ...state,
  pending_fields: state.pending_fields.map(showField),
});
