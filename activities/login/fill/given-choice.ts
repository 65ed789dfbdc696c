import type { ChooseStep } from '../../../contract/steps.js';
import type { GivenChoice } from '../../vault/types.js';

/** The choice of a step as the vault looks at it: with what entitles to it. Undefined where nobody gave it. */
export const givenChoice = ({ answer, choice, invocation_id, auth_agent_id }: ChooseStep): GivenChoice | undefined =>
  answer && { ...answer, choice, invocation_id, auth_agent_id };
